<?php
// Prints a page as WordPress would with the plug-in: two scripts of a held host, in an order that matters, and a module.

require __DIR__ . '/wordpress-stand-in.php';
require __DIR__ . '/../wordpress/refrain.php';

Stand::$options[1]['refrain'] = array( 'url' => 'https://privacy.shop.example', 'hold' => array( 'facebook.net' ) );
const HOST = 'https://connect.facebook.net';
?>
<!doctype html>
<html lang="en">
<head>
	<title>Socks</title>
	<?php
	echo do_action( 'wp_head' );
	echo script( 'pixel', HOST . '/first.js', 'ran = [ "before" ]', 'ran.push( "after" )' );
	echo script( 'more', HOST . '/second.js' );
	echo wp_get_script_tag( array( 'type' => 'module', 'src' => HOST . '/module.js', 'id' => 'm-js' ) );
	?>
</head>
<body>
	<footer><a href="/imprint">Imprint</a></footer>
	<?php echo do_action( 'wp_footer' ); ?>
</body>
</html>
