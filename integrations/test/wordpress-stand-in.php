<?php
// As much of WordPress as the plug-in calls, with the same contracts, so that it can be tested without a copy of it.

define( 'ABSPATH', __DIR__ );

/** What the test sets, and what was registered. */
final class Stand {
	public static array $hooks = array();
	public static array $options = array();
	public static array $errors = array();
	/** What the site's language has for an English text. */
	public static array $translations = array();
	public static array $sanitizers = array();
	public static array $shortcodes = array();
	public static $uninstall;
	public static int $user = 0;
	/** The sites of the network; none is no network. */
	public static array $sites = array();
	public static int $site = 1;
}

function add_filter( $hook, $callback, $priority = 10, $arguments = 1 ) {
	Stand::$hooks[ $hook ][ $priority ][] = array( $callback, $arguments );
}
function add_action( ...$all ) {
	add_filter( ...$all );
}
function apply_filters( $hook, $value, ...$more ) {
	$priorities = Stand::$hooks[ $hook ] ?? array();
	ksort( $priorities );
	foreach ( array_merge( ...array_values( $priorities ) ) as [ $callback, $count ] ) {
		$value = $callback( ...array_slice( array( $value, ...$more ), 0, $count ) );
	}
	return $value;
}
function do_action( $hook ) {
	ob_start();
	apply_filters( $hook, '' );
	return ob_get_clean();
}

function add_shortcode( $name, $callback ) {
	Stand::$shortcodes[ $name ] = $callback;
}
function register_uninstall_hook( $file, $callback ) {
	Stand::$uninstall = $callback;
}
function register_setting( $group, $option, $arguments ) {
	Stand::$sanitizers[ $option ] = $arguments['sanitize_callback'];
}
function add_settings_error( $option, $code, $message ) {
	Stand::$errors[] = $message;
}

function get_option( $name ) {
	return Stand::$options[ Stand::$site ][ $name ] ?? false;
}
function update_option( $name, $value ) {
	Stand::$options[ Stand::$site ][ $name ] = ( Stand::$sanitizers[ $name ] )( $value );
}
function delete_option( $name ) {
	unset( Stand::$options[ Stand::$site ][ $name ] );
}
function is_multisite() {
	return (bool) Stand::$sites;
}
function get_sites( $query ) {
	// WordPress gives a hundred unless it is asked for all.
	return 0 === $query['number'] ? Stand::$sites : array_slice( Stand::$sites, 0, 100 );
}
function switch_to_blog( $site ) {
	Stand::$site = $site;
}
function restore_current_blog() {
	Stand::$site = 1;
}

function is_user_logged_in() {
	return 0 !== Stand::$user;
}
function get_current_user_id() {
	return Stand::$user;
}

function esc_html( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES, 'UTF-8', false );
}
function esc_attr( $text ) {
	return esc_html( $text );
}
function esc_textarea( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}
function esc_url_raw( $url, $schemes = array( 'http', 'https' ) ) {
	$url = preg_replace( '/[^a-z0-9-~+_.?#=!&;,\/:%@$|*\'()\[\]]/i', '', $url );
	return in_array( parse_url( $url, PHP_URL_SCHEME ), $schemes, true ) ? $url : '';
}
function esc_url( $url ) {
	return str_replace( array( '&', "'" ), array( '&#038;', '&#039;' ), esc_url_raw( $url ) );
}
function sanitize_text_field( $text ) {
	return trim( strip_tags( $text ) );
}
function untrailingslashit( $text ) {
	return rtrim( $text, '/\\' );
}
function wp_parse_url( $url, $part ) {
	return parse_url( $url, $part );
}
function __( $text, $domain ) {
	return Stand::$translations[ $text ] ?? $text;
}
function esc_html_e( $text, $domain ) {
	echo esc_html( $text );
}
function selected( $value, $current ) {
	echo $value === $current ? " selected='selected'" : '';
}
function checked( $value, $current ) {
	echo $value === $current ? " checked='checked'" : '';
}
function settings_fields( $group ) {}
function submit_button() {}

function wp_get_script_tag( $attributes ) {
	return '<script' . written( apply_filters( 'wp_script_attributes', $attributes ) ) . "></script>\n";
}
function wp_print_script_tag( $attributes ) {
	echo wp_get_script_tag( $attributes );
}
function wp_get_inline_script_tag( $code, $attributes ) {
	return '<script' . written( apply_filters( 'wp_inline_script_attributes', $attributes, $code ) ) . ">\n$code\n</script>\n";
}
function written( $attributes ) {
	$text = '';
	foreach ( $attributes as $name => $value ) {
		$text .= true === $value ? " $name" : sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return $text;
}

/** What WP_Scripts prints of a handle: the code before it, itself, the code after it. */
function script( $handle, $src, $before = '', $after = '' ) {
	$tag  = '' === $before ? '' : wp_get_inline_script_tag( $before, array( 'id' => "$handle-js-before" ) );
	$tag .= '' === $src ? '' : wp_get_script_tag( array( 'src' => $src, 'id' => "$handle-js" ) );
	$tag .= '' === $after ? '' : wp_get_inline_script_tag( $after, array( 'id' => "$handle-js-after" ) );
	// A handle without a file is printed without asking this filter.
	return '' === $src ? $tag : apply_filters( 'script_loader_tag', $tag, $handle, $src );
}

/** Of WordPress's reader of markup, what concerns the opening tags of scripts. */
final class WP_HTML_Tag_Processor {
	private array $parts;
	private int $at = -1;

	public function __construct( string $html ) {
		$this->parts = preg_split( '/(<script\b[^>]*>)/', $html, -1, PREG_SPLIT_DELIM_CAPTURE );
	}
	public function next_tag( string $name ): bool {
		$this->at += 2;
		return isset( $this->parts[ $this->at ] );
	}
	public function get_attribute( string $name ) {
		$found = preg_match( "/\\s$name=([\"'])(.*?)\\1/", $this->parts[ $this->at ], $match );
		return $found ? htmlspecialchars_decode( $match[2] ) : null;
	}
	public function remove_attribute( string $name ) {
		$this->parts[ $this->at ] = preg_replace( "/\\s$name=([\"']).*?\\1/", '', $this->parts[ $this->at ] );
	}
	public function set_attribute( string $name, string $value ) {
		$this->remove_attribute( $name );
		$this->parts[ $this->at ] = substr( $this->parts[ $this->at ], 0, -1 ) . written( array( $name => $value ) ) . '>';
	}
	public function get_updated_html(): string {
		return implode( '', $this->parts );
	}
}
