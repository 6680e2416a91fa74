<?php
// Tests the WordPress plug-in: `php integrations/test/wordpress.php`.

error_reporting( E_ALL );
set_error_handler( fn( $level, $text, $file, $line ) => throw new ErrorException( $text, 0, $level, $file, $line ) );
require __DIR__ . '/wordpress-stand-in.php';
require __DIR__ . '/../wordpress/refrain.php';

const URL    = 'https://privacy.shop.example';
const PIXEL  = 'https://connect.facebook.net/en_US/fbevents.js?a=1&b=2';
const OTHERS = 'https://shop.example/wp-includes/js/jquery.js';
/** Our own line, as optimisers are asked to leave it. */
const LINE = '<script data-cfasync="false" nowprocket data-no-optimize="1" data-no-defer="1" data-noptimize="1" id="refrain-js" src="' . URL . '/refrain.js"';

do_action( 'admin_init' );

/** The settings as they are after a visit to the settings page. */
function set( array $entered ) {
	update_option( 'refrain', $entered + array( 'url' => URL, 'hold' => "facebook.net\npixel", 'footer' => '1' ) );
}

$tests = array(
	'does nothing before it is set up' => function () {
		return array( do_action( 'wp_head' ), '', do_action( 'wp_footer' ), '', Stand::$shortcodes['refrain_link'](), '' );
	},
	'prints the line before everything else, with the nonce of a policy' => function () {
		set( array( 'url' => URL . '/' ) );
		add_action( 'wp_head', function () { echo "<script>other</script>"; }, -1000 );
		add_filter( 'wp_script_attributes', fn( $attributes ) => $attributes + array( 'nonce' => 'n0nce' ) );
		return array( do_action( 'wp_head' ), LINE . " nonce=\"n0nce\"></script>\n<script>other</script>" );
	},
	'never holds its own line' => function () {
		set( array( 'hold' => 'shop.example' ) );
		return array( do_action( 'wp_head' ), LINE . "></script>\n" );
	},
	'is on the lists of what optimisers leave alone' => function () {
		$lists = array();
		foreach ( array( 'rocket_delay_js_exclusions', 'rocket_exclude_defer_js', 'rocket_minify_excluded_external_js', 'sgo_javascript_combine_excluded_external_paths' ) as $list ) {
			set( array( 'url' => '' ) );
			array_push( $lists, apply_filters( $list, array( 'theirs' ) ), array( 'theirs' ) );
			set( array() );
			array_push( $lists, apply_filters( $list, array( 'theirs' ) ), array( 'theirs', 'privacy.shop.example/refrain.js' ) );
		}
		return $lists;
	},
	'names nobody without a key' => function () {
		set( array() );
		Stand::$user = 17;
		return array( str_contains( do_action( 'wp_head' ), 'data-account' ), false, defined( 'DONOTCACHEPAGE' ), false );
	},
	'names who is logged in, with the proof, and on no page that is kept for others' => function () {
		set( array() );
		define( 'REFRAIN_SITE_KEY', 'a-key' );
		$nobody      = do_action( 'wp_head' );
		Stand::$user = 17;
		// printf account:17 | openssl dgst -sha256 -hmac a-key
		$named = 'data-account="17" data-proof="a17989deb581a3d50c9bf6d68177b5c94531fe19e542cca95f89e9e1280012d1"';
		return array(
			str_contains( $nobody, 'data-account' ), false,
			str_contains( do_action( 'wp_head' ), $named ), true,
			DONOTCACHEPAGE, true,
		);
	},
	'escapes the account that the site names' => function () {
		set( array() );
		Stand::$user = 17;
		add_filter( 'refrain_account', fn( $account ) => "ada\"><script>$account" );
		return array( str_contains( do_action( 'wp_head' ), 'data-account="ada&quot;&gt;&lt;script&gt;17" data-proof="' . hash_hmac( 'sha256', 'account:ada"><script>17', 'a-key' ) ), true );
	},
	'links with the words that were chosen' => function () {
		set( array( 'link' => 'do_not_sell' ) );
		$link = '<refrain-link><a href="https://privacy.shop.example/privacy-choices"><span lang="en">%s</span></a></refrain-link>';
		$sell = do_action( 'wp_footer' );
		set( array( 'link' => 'anything', 'footer' => '' ) );
		return array(
			// What stands after the theme's own footer stands in one too.
			$sell, '<footer>' . sprintf( $link, 'Do Not Sell or Share My Personal Information' ) . '</footer>',
			do_action( 'wp_footer' ), '',
			Stand::$shortcodes['refrain_link'](), sprintf( $link, 'Your Privacy Choices' ),
		);
	},
	"keeps the law's title beside its translation" => function () {
		Stand::$translations = array( 'Your Privacy Choices' => 'Sus <opciones>' );
		set( array() );
		$both = '<span lang="en">Your Privacy Choices</span> <span>Sus &lt;opciones&gt;</span>';
		ob_start();
		\Refrain\print_page();
		return array(
			str_contains( do_action( 'wp_footer' ), ">$both</a>" ), true,
			str_contains( ob_get_clean(), '>Your Privacy Choices</option>' ), true,
		);
	},
	'holds by handle, with the code around it' => function () {
		set( array() );
		return array(
			script( 'pixel', OTHERS, 'before()', 'after()' ),
			"<script type=\"text/plain\" data-refrain=\"sharing\" id=\"pixel-js-before\">\nbefore()\n</script>\n"
			. '<script type="text/plain" data-refrain="sharing" id="pixel-js" data-src="' . OTHERS . "\"></script>\n"
			. "<script type=\"text/plain\" data-refrain=\"sharing\" id=\"pixel-js-after\">\nafter()\n</script>\n",
		);
	},
	'holds code that has no file' => function () {
		set( array() );
		return array( str_starts_with( script( 'pixel', '', 'fbq()' ), '<script type="text/plain" data-refrain="sharing"' ), true );
	},
	'holds by host, code of its handle too' => function () {
		set( array() );
		$held = script( 'fb', PIXEL, 'fbq()' );
		return array(
			substr_count( $held, 'type="text/plain" data-refrain="sharing"' ), 2,
			str_contains( $held, 'data-src="' . esc_attr( PIXEL ) . '"' ), true,
			preg_match( '/\ssrc=/', $held ), 0,
		);
	},
	'holds by the beginning of a path on a host, and nothing else there' => function () {
		set( array( 'hold' => 'google.com/pagead' ) );
		$held = fn( $src ) => str_contains( script( 'any', $src ), 'data-refrain' );
		return array(
			$held( 'https://www.google.com/pagead/conversion.js' ), true,
			$held( '//WWW.GOOGLE.COM/pagead/conversion.js' ), true,
			$held( 'https://www.google.com/recaptcha/api.js' ), false,
			$held( 'https://www.google.com/PageAd/x.js' ), false,
			$held( 'https://notgoogle.com/pagead/x.js' ), false,
			$held( '/pagead/x.js' ), false,
			array_values( apply_filters( 'wp_resource_hints', array( '//www.google.com' ), 'preconnect' ) ), array( '//www.google.com' ),
		);
	},
	'takes a handle for a handle, in any case, and not for a domain' => function () {
		set( array( 'hold' => 'Shop' ) );
		$held = fn( $handle ) => str_contains( script( $handle, 'https://cdn.socks.shop/a.js' ), 'data-refrain' );
		return array( $held( 'shop' ), true, $held( 'Shop' ), true, $held( 'socks' ), false );
	},
	'keeps the type of a module for its release' => function () {
		set( array() );
		return array( wp_get_script_tag( array( 'type' => 'module', 'src' => PIXEL ) ), '<script type="text/plain" data-refrain="sharing" data-type="module" data-src="' . esc_attr( PIXEL ) . "\"></script>\n" );
	},
	'holds what another plug-in wrote instead' => function () {
		set( array() );
		add_filter( 'script_loader_tag', fn() => "<script async src='https://cdn.example/p.js'></script><script type='module'>go()</script>", 10, 3 );
		return array(
			script( 'pixel', OTHERS ),
			'<script async type="text/plain" data-refrain="sharing" data-src="https://cdn.example/p.js"></script>'
			. '<script type="text/plain" data-refrain="sharing" data-type="module">go()</script>',
		);
	},
	'leaves the rest as it is' => function () {
		set( array() );
		$tag = '<script src="%s" id="%s-js"></script>' . "\n";
		$alike = 'https://notfacebook.net/a.js';
		return array(
			script( 'jquery', OTHERS ), sprintf( $tag, OTHERS, 'jquery' ),
			script( 'pixel-art', $alike ), sprintf( $tag, $alike, 'pixel-art' ),
		);
	},
	'connects early to nobody who is held' => function () {
		set( array() );
		$hints = array( '//connect.facebook.net', 'facebook.net', array( 'href' => 'https://facebook.net/x' ), 'https://fonts.example' );
		return array( array_values( apply_filters( 'wp_resource_hints', $hints, 'dns-prefetch' ) ), array( 'https://fonts.example' ) );
	},
	'keeps what was entered clean, and an address that it cannot use out' => function () {
		set( array( 'hold' => "a.example, b.example\n\n a.example" ) );
		foreach ( array( 'javascript:alert(1)', 'http://privacy.shop.example' ) as $bad ) {
			set( array( 'url' => $bad, 'hold' => get_option( 'refrain' )['hold'] ) );
		}
		return array( get_option( 'refrain' ), array( 'url' => URL, 'link' => 'choices', 'footer' => '1', 'hold' => array( 'a.example', 'b.example' ) ), count( Stand::$errors ), 2 );
	},
	'keeps what is to be held as it is compared, and names what it cannot use' => function () {
		set( array( 'hold' => "HTTPS://Connect.Facebook.net/ *.Ads.example //cdn.example\nhttps://www.Google.com/pagead/1p/ Pixel-Art" ) );
		$kept   = get_option( 'refrain' )['hold'];
		$errors = Stand::$errors;
		set( array( 'hold' => $kept ) );
		$again = get_option( 'refrain' )['hold'];
		set( array( 'hold' => 'a.example:8080 https://a.example/?a=b <b>a.example a.example/(x) pixel/x ads.* b.example' ) );
		return array(
			$kept, array( 'connect.facebook.net', 'ads.example', 'cdn.example', 'www.google.com/pagead/1p', 'pixel-art' ),
			$errors, array(),
			$again, $kept,
			get_option( 'refrain' )['hold'], array( 'b.example' ),
			count( Stand::$errors ), 6,
			Stand::$errors[2], '<code>&lt;b&gt;a.example</code> is no handle, host or host with the beginning of a path, and was left out.',
		);
	},
	'shows its settings escaped, and never the key' => function () {
		Stand::$options[1]['refrain'] = array( 'url' => 'https://x"><script>', 'hold' => array( '</textarea><script>' ) );
		ob_start();
		\Refrain\print_page();
		$page = ob_get_clean();
		return array( str_contains( $page, '<script' ), false, str_contains( $page, 'a-key' ), false, str_contains( $page, 'name="refrain[url]"' ), true );
	},
	'leaves nothing behind' => function () {
		set( array() );
		( Stand::$uninstall )();
		$alone         = Stand::$options;
		Stand::$sites  = range( 1, 150 );
		foreach ( Stand::$sites as $site ) {
			Stand::$options[ $site ]['refrain'] = array( 'url' => URL );
		}
		( Stand::$uninstall )();
		return array( array_filter( $alone ), array(), array_filter( Stand::$options ), array() );
	},
);

$failed = 0;
$hooks  = Stand::$hooks;
foreach ( $tests as $name => $test ) {
	Stand::$hooks        = $hooks;
	Stand::$options      = array();
	Stand::$errors       = array();
	Stand::$translations = array();
	Stand::$user         = 0;
	// Found and expected, in turn.
	foreach ( array_chunk( $test(), 2 ) as [ $found, $expected ] ) {
		if ( $found !== $expected ) {
			++$failed;
			fwrite( STDERR, "FAILED: $name\n  found:    " . var_export( $found, true ) . "\n  expected: " . var_export( $expected, true ) . "\n" );
		}
	}
}
echo 'wordpress: ', count( $tests ), " tests, $failed failed\n";
exit( $failed ? 1 : 0 );
