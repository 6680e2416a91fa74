# Las páginas para el consumidor en español.
# Las claves "statute-" son los títulos que fija la ley y quedan en inglés; "gloss-" es su traducción.

language-name = Español

## Titles fixed by law

statute-choices = Your Privacy Choices
gloss-choices = Sus opciones de privacidad
statute-do-not-sell = Do Not Sell or Share My Personal Information
gloss-do-not-sell = No vender ni compartir mi información personal
statute-limit = Limit the Use of My Sensitive Personal Information
gloss-limit = Limitar el uso de mi información personal sensible
statute-honored = Opt-Out Request Honored
gloss-honored = Su solicitud de exclusión se cumple

## Around every page

page-title = { $page } · { $business }
page-title-mend = Algo por corregir · { $page } · { $business }
skip = Ir al contenido
footer-policy = Política de privacidad
footer-questions = Preguntas:
footer-page = Escríbanos
footer-language = Idioma
icon-alt = Icono de exclusión de la Ley de Privacidad del Consumidor de California (CCPA)

## Dates, numbers, lists

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
date = { $day } de { $month } de { $year }
moment = { $date }, { $time } UTC
number-group = { "\u202F" }
list-pair = { $first } y { $last }
list-more = { $first }, { $rest }

## What selling and sharing mean here

opening =
    { $count ->
        [one] Vender y compartir significa aquí que damos a { $trade ->
            [advertising] una empresa de publicidad
           *[other] otra empresa
        }, { $names }, datos como { $data }, a cambio de dinero o para que le muestre anuncios en otros sitios.
       *[other] Vender y compartir significa aquí que damos a { $trade ->
            [advertising] { $count } empresas de publicidad
           *[other] otras { $count } empresas
        }, entre ellas { $names }, datos como { $data }, a cambio de dinero o para que le muestren anuncios en otros sitios.
    }
opening-none = Vender y compartir significa dar datos sobre usted a otras empresas a cambio de dinero o para que le muestren anuncios en otros sitios. Hoy no hacemos ni lo uno ni lo otro. Su elección se guarda de todos modos.
recipients-see =
    { $count ->
        [one] Ver qué empresa es y qué recibe
       *[other] Ver cuáles son las { $count } empresas y qué reciben
    }

trade-advertising = publicidad
trade-data-broker = comercio de datos
trade-social-network = red social
trade-measurement = medición
trade-other = otra empresa

data-browsing = las páginas que ve
data-purchases = lo que compra
data-email = su correo electrónico codificado
data-phone = su teléfono codificado
data-advertising-id = el identificador publicitario de su dispositivo
data-location = el lugar aproximado donde está
data-demographics = su grupo de edad y su hogar

## The state of things

status-label = Cómo están las cosas
status-open-title = Usted no ha pedido la exclusión.
status-open-detail = Podemos vender o compartir datos sobre usted. Con presionar una vez, aquí abajo, eso termina.
status-out-title = No vendemos ni compartimos sus datos, como usted pidió.
status-honored-detail = Su navegador nos pide que no vendamos ni compartamos sus datos. No lo hacemos.
status-honored-rest = No tiene que hacer nada más.
status-since = En vigor { $scope } desde el { $moment }.
status-stands = En vigor { $scope }.
status-browser-only = En otro navegador o dispositivo, presione también allí.
scope-browser = para este navegador
scope-identifier = para { $identifier }
scope-both = para este navegador y para { $identifier }
processed = Hecho
processed-limit = Hecho el { $moment }: ya solo usamos sus datos sensibles para lo que usted nos pide.
processed-opt-in = Hecho el { $moment }: vuelve a permitir la venta y el uso compartido. Puede excluirse otra vez cuando quiera, con presionar una vez.
processed-agent = Hecho el { $moment }: no vendemos ni compartimos datos sobre { $identifier }, como pidió { $agent } en su nombre.
status-agent-rest = Lo que sigue se refiere solo a este navegador.
receipt-link = Su comprobante: vea cómo confirma cada empresa
receipt-link-other = El comprobante de esta solicitud

loyalty-title = También forma parte de { $programme }.
loyalty-detail = Para participar hace falta compartir datos sobre usted. Responda lo que responda, y aunque no responda, su exclusión sigue en vigor en este navegador.
loyalty-leave = Salir también de { $programme }
loyalty-stay = Seguir en el programa

## When something typed cannot be used

mend-title = Hay algo que no pudimos usar
mend-browser = Su exclusión para este navegador está registrada y en vigor. No se perdió nada.
mend-agent = Todavía no hay nada registrado para esa persona. Lo que escribió sigue ahí.
mend-not-identifier = Esto no parece un correo electrónico, un teléfono ni un identificador publicitario. Por ejemplo: ada@example.com o +1 415 555 0142.
mend-too-long = Es demasiado largo. Use como máximo { $most } caracteres, por favor.
mend-field = { $label }: { $problem }
mend-missing = Complete este campo, por favor.
mend-permission = Marque esta casilla si la persona le firmó una autorización. Sin ella no podemos actuar en su nombre.

## The controls

control-hint = Presione una vez y está hecho. Sin cuenta, sin correo, sin preguntas.
offline-summary = Incluir también lo que guardamos fuera de línea
offline-detail = En tiendas, por correo o por teléfono quizá le conozcamos por algo distinto de este navegador. Escriba uno de estos datos y su exclusión valdrá también allí.
identifier-label = Correo electrónico, teléfono o identificador publicitario
identifier-optional = (si quiere)
identifier-purpose = Se usa únicamente para cumplir esta solicitud.
identifier-help = ¿Dónde encuentro el identificador publicitario de mi dispositivo?
identifier-help-android = Android: Configuración, después Privacidad, después Anuncios. El identificador es el código largo al pie de esa página.
identifier-help-iphone = iPhone y iPad: Configuración no lo muestra. Puede mostrarlo una app que enseñe el «IDFA»; y si «Permitir que las apps soliciten rastrearte» está desactivado en Configuración, Privacidad y seguridad, Rastreo, las apps no reciben ninguno.
offline-submit = Excluirme, aquí y fuera de línea
offline-submit-more = Incluir esto también
limit-detail = Son datos sensibles, por ejemplo, el lugar exacto donde está, su salud o lo que escribe en sus mensajes. Presione y solo los usaremos para lo que usted nos pida.
limit-done = Solo usamos sus datos sensibles para lo que usted nos pide, desde el { $moment }.
limit-stands = Solo usamos sus datos sensibles para lo que usted nos pide.
agent-summary = Actúo en nombre de otra persona
agent-detail = Necesita la autorización firmada de esa persona. No pedimos nada más, ni le pedimos a ella que lo confirme.
agent-name = Su nombre o el de su organización
agent-person = Correo electrónico, teléfono o identificador publicitario de la persona
agent-permission = Tengo la autorización firmada de esta persona para excluirla
agent-submit = Excluir a esta persona

## What happens next

next-title = Qué pasa después
next-site = Este sitio
next-site-before = La venta y el uso compartido terminan en cuanto usted presiona.
next-site-after = Ya terminaron.
next-partners = Nuestros socios
next-partners-before = Empezamos a avisarles enseguida, por lo general en minutos; por ley, deben saberlo el { $date } a más tardar.
next-partners-after = Empezamos a avisarles enseguida; por ley, deben saberlo el { $date } a más tardar.
next-partners-signal = No reciben nada de este navegador mientras envíe la señal.
next-receipt = Su comprobante
next-receipt-before = Lo recibe enseguida, y en él puede ver cómo confirma cada empresa.
next-receipt-after = En él puede ver cómo confirma cada empresa.

## Opting back in, in two acts

back-title = El camino de vuelta
back-detail = Puede permitir de nuevo que vendamos y compartamos sus datos. Hace falta este paso y otro más.
back-submit = Volver a permitirlo
confirm-title = ¿Volver a permitirlo?
confirm-now = Ahora no vendemos ni compartimos sus datos, y todavía no ha cambiado nada.
confirm-means = Si confirma, podremos dar otra vez datos como { $data } a { $count ->
        [one] { $names }
       *[other] { $count } empresas, entre ellas { $names }
    }, a cambio de dinero o para mostrarle anuncios en otros sitios.
confirm-means-none = Si confirma, podremos vender o compartir otra vez datos sobre usted.
confirm-close = Si cierra esta página, su exclusión sigue en vigor.
confirm-stay = Mantener la exclusión
confirm-submit = Volver a permitirlo

## The receipt

receipt-title = Comprobante
receipt-in-force = En vigor desde el { $moment }.
receipt-asked = Qué se pidió
receipt-act = Solicitud
receipt-purposes = Abarca
receipt-for = Para
receipt-channel = Hecha
act-opt-out = no vender ni compartir la información personal
act-limit = limitar el uso de la información personal sensible
act-opt-in = volver a permitirlo, confirmado en un segundo paso
purpose-sale = venta: dar datos a cambio de dinero o de algo de valor
purpose-sharing = uso compartido: darlos a otros para hacer publicidad entre sitios y apps
purpose-targeted-advertising = publicidad dirigida: anuncios elegidos por lo que se hace en otros sitios y apps
purpose-profiling = elaboración de perfiles: juzgar a una persona de forma automática cuando hay mucho en juego
purpose-sensitive = datos sensibles: cualquier uso más allá de lo pedido
covered-browser = un navegador
covered-email = un correo electrónico
covered-phone = un teléfono
covered-advertising-id = un identificador publicitario
covered-account = una cuenta
channel-page = en la página de opciones de privacidad
channel-signal = por una señal que envía el navegador
channel-agent = por un agente autorizado
channel-phone = por teléfono
channel-in-person = en persona
channel-link = por una elección anterior que hizo con otro identificador
channel-post = por correo postal
channel-email = por correo electrónico
channel-interface = por otro sistema, a través de nuestra interfaz
channel-carried = hace tiempo: los datos de la solicitud se borraron al terminar su plazo de conservación, y lo que sigue en vigor se trasladó aquí
receipt-who = Quién ha recibido el aviso
receipt-nobody = Nadie recibió estos datos, así que no hay a quién avisar.
receipt-got = recibió { $data }
receipt-got-nothing = no recibió nada desde la solicitud
progress-told = aviso recibido
progress-confirmed = confirmado
progress-verified = verificado
progress-waiting = en espera
progress-person = lo atiende una persona
progress-none = no procede
progress-day = { $date }
progress-by = el { $date } a más tardar
progress-none-detail = no guarda nada sobre esta persona
receipt-as-of = Así estaban las cosas el { $moment }.
receipt-again = Mirar de nuevo
receipt-words = Qué significan estas palabras
words-told = Nuestro aviso llegó allí.
words-confirmed = Respondieron que está hecho.
words-verified = Lo comprobamos nosotros mismos, y está hecho.
words-waiting = Aún no está hecho allí; seguimos intentándolo, y la fecha es el límite de la ley.
words-person = Allí no puede hacerlo una máquina, así que alguien aquí lo hace a mano.
receipt-code = El código corto
receipt-code-detail = Léalo por teléfono a { $business } y encontrarán este comprobante.
proof-title = Guarde esta prueba
proof-download = Descargar la prueba
proof-size = un pequeño archivo de texto
proof-what = Prueba que esta solicitud se escribió en el registro de { $business }, en el lugar que se indica abajo. Si alguien llega a cambiar, mover o quitar esa entrada, este archivo lo muestra.
proof-check = Cualquiera puede comprobarla en su propia computadora, sin { $business } y sin esta página:
proof-log = Registro
proof-entry = Entrada
proof-of = { $entry } de { $size }
proof-soon = La prueba se está escribiendo y estará aquí en uno o dos segundos.

## Problems

problem-stands = Lo que haya elegido antes en este navegador sigue en vigor. No se perdió nada.
problem-back = A sus opciones de privacidad
problem-not-found-title = Aquí no hay ninguna página.
problem-not-found-detail = Puede que la dirección esté cortada o mal escrita.
problem-receipt-title = No hay ningún comprobante con este código.
problem-receipt-detail = Los códigos tienen dieciséis letras y cifras, en cuatro grupos. Compare el suyo con lo que le leyeron o lo que anotó.
problem-erased-title = Los datos de esta solicitud se borraron.
problem-erased-detail = Terminó su plazo de conservación. Lo que se eligió sigue en vigor, y un comprobante que usted haya guardado todavía puede verificarse.
problem-busy-title = Llegaron demasiadas solicitudes a la vez desde su red.
problem-busy-detail =
    { $seconds ->
        [one] Inténtelo de nuevo en { $seconds } segundo.
       *[other] Inténtelo de nuevo en { $seconds } segundos.
    }
problem-stale-title = Este paso estuvo abierto demasiado tiempo.
problem-stale-detail = Nada ha cambiado. Para volver a permitirlo, empiece otra vez desde sus opciones de privacidad.
problem-unreadable-title = No pudimos leer lo que se envió.
problem-unreadable-detail = Vuelva a la página y presione el botón otra vez, por favor.
problem-unavailable-title = No pudimos registrarlo en este momento.
problem-unavailable-detail = El fallo es nuestro. Presione el botón otra vez dentro de un minuto, por favor.
