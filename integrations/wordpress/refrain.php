<?php
/**
 * Plugin Name: Refrain
 * Description: When a person says “do not sell or share my personal information”, the tags of this site stop. Needs an installation of Refrain.
 * Version: 0.1.0
 * Requires at least: 6.4
 * Requires PHP: 7.4
 * License: Apache-2.0
 * License URI: https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain: refrain
 *
 * @package Refrain
 */

namespace Refrain;

defined( 'ABSPATH' ) || exit;

/** The one option: url, link, footer and hold. */
const OPTION = 'refrain';
/** The id of our own script, which is never held. */
const LINE = 'refrain-js';
/** The link's titles, which the law gives in English. */
const TITLES = array(
	'choices'     => 'Your Privacy Choices',
	'do_not_sell' => 'Do Not Sell or Share My Personal Information',
);
/** A line that runs later than the tags decides too late, so optimisers are asked to leave it. Rocket Loader reads that only before `src`. */
const AS_IT_STANDS = array(
	'data-cfasync'     => 'false',
	'nowprocket'       => true,
	'data-no-optimize' => '1',
	'data-no-defer'    => '1',
	'data-noptimize'   => '1',
);
/** The lists of those optimisers that read no attribute for all that they do: each holds parts of addresses. */
const LEFT_ALONE = array(
	'rocket_delay_js_exclusions',
	'rocket_exclude_defer_js',
	'rocket_minify_excluded_external_js',
	'sgo_javascript_combine_excluded_external_paths',
);
/** A handle, or a host. */
const NAME = '/^[a-z0-9._-]+$/';
/** The beginning of a path on a host. */
const PLACE = '#^[a-z0-9-]+(\.[a-z0-9-]+)+/[A-Za-z0-9._~/-]+$#';

// Before every other script that is printed here; ties are settled by the order of adding.
add_action( 'wp_head', __NAMESPACE__ . '\print_line', PHP_INT_MIN );
add_action( 'wp_footer', __NAMESPACE__ . '\print_footer_link' );
add_shortcode( 'refrain_link', __NAMESPACE__ . '\link' );
// Last, so that nothing puts back the address that was taken away.
add_filter( 'wp_script_attributes', __NAMESPACE__ . '\hold_script', PHP_INT_MAX );
add_filter( 'wp_inline_script_attributes', __NAMESPACE__ . '\hold_inline', PHP_INT_MAX );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\hold_tag', PHP_INT_MAX, 3 );
add_filter( 'wp_resource_hints', __NAMESPACE__ . '\without_held_hosts', PHP_INT_MAX );
foreach ( LEFT_ALONE as $list ) {
	add_filter( $list, __NAMESPACE__ . '\with_our_line' );
}
add_action( 'admin_init', __NAMESPACE__ . '\register' );
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );

/** What is set, complete. */
function settings() {
	$stored = get_option( OPTION );
	return array_merge(
		array( 'url' => '', 'link' => 'choices', 'footer' => '1', 'hold' => array() ),
		is_array( $stored ) ? $stored : array()
	);
}

/** Prints the one line. WordPress adds the nonce to it where a policy's plug-in filters `wp_script_attributes`. */
function print_line() {
	$url = settings()['url'];
	if ( '' === $url ) {
		return;
	}
	wp_print_script_tag( AS_IT_STANDS + array( 'id' => LINE, 'src' => esc_url_raw( $url . '/refrain.js' ) ) + named() );
}

/** The list of an optimiser, with our line among what it leaves alone. */
function with_our_line( $list ) {
	$url = settings()['url'];
	return '' === $url ? $list : array_merge( (array) $list, array( str_replace( 'https://', '', $url ) . '/refrain.js' ) );
}

/** Who is logged in, and the proof of it. */
function named() {
	if ( ! is_user_logged_in() || ! defined( 'REFRAIN_SITE_KEY' ) || '' === (string) REFRAIN_SITE_KEY ) {
		return array();
	}
	// Another visitor must not be given the page that names this one. Page caches heed this word.
	defined( 'DONOTCACHEPAGE' ) || define( 'DONOTCACHEPAGE', true );
	/** The account by which the business's other systems know this person, where that is not the number WordPress gives. */
	$account = (string) apply_filters( 'refrain_account', (string) get_current_user_id() );
	return array(
		'data-account' => $account,
		'data-proof'   => hash_hmac( 'sha256', 'account:' . $account, REFRAIN_SITE_KEY ),
	);
}

/** The link: `[refrain_link]`. */
function link() {
	$settings = settings();
	if ( '' === $settings['url'] ) {
		return '';
	}
	return '<refrain-link><a href="' . esc_url( $settings['url'] . '/privacy-choices' ) . '">' . title( $settings['link'] ) . '</a></refrain-link>';
}

/** The title in the law's own words, and beside it the translation that the site's language has for it. */
function title( $link ) {
	$english     = TITLES[ $link ] ?? TITLES['choices'];
	$translation = 'do_not_sell' === $link
		? __( 'Do Not Sell or Share My Personal Information', 'refrain' )
		: __( 'Your Privacy Choices', 'refrain' );
	$own         = '<span lang="en">' . esc_html( $english ) . '</span>';
	return $translation === $english ? $own : $own . ' <span>' . esc_html( $translation ) . '</span>';
}

/** The theme's own footer is closed by now, so the link gets one: whoever goes by landmarks finds it. */
function print_footer_link() {
	$link = '1' === settings()['footer'] ? link() : '';
	if ( '' !== $link ) {
		echo '<footer>' . $link . '</footer>'; // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
	}
}

/** Whether a tag is to be held: by its handle, or by the host, or the beginning of a path on it, that it is loaded from. */
function is_held( $handle, $src = '' ) {
	if ( LINE === $handle . '-js' ) {
		return false;
	}
	$host = '.' . strtolower( (string) wp_parse_url( $src, PHP_URL_HOST ) );
	$path = ltrim( (string) wp_parse_url( $src, PHP_URL_PATH ), '/' );
	foreach ( settings()['hold'] as $held ) {
		list( $domain, $beginning ) = explode( '/', $held, 2 ) + array( '', '' );
		// A handle without a dot must not hold everything under a domain that is called so, such as .shop.
		$is_there = str_contains( $domain, '.' ) && str_ends_with( $host, '.' . $domain ) && str_starts_with( $path, $beginning );
		if ( $is_there || strtolower( $handle ) === $held ) {
			return true;
		}
	}
	return false;
}

/** The handle in the id that WordPress gives its tags: `pixel-js`, `pixel-js-before`, `pixel-js-extra`. */
function handle_of( $attributes ) {
	return preg_match( '/^(.+)-js(-[a-z]+)?$/', $attributes['id'] ?? '', $found ) ? $found[1] : '';
}

/** Marks a script that WordPress prints, before it is printed. */
function hold_script( $attributes ) {
	$src = $attributes['src'] ?? '';
	if ( '' === $src || ! is_held( handle_of( $attributes ), $src ) ) {
		return $attributes;
	}
	unset( $attributes['src'] );
	return marked( $attributes ) + array( 'data-src' => $src );
}

/** Marks the code that belongs to a held script: it would fail without it, or share by itself. */
function hold_inline( $attributes ) {
	return is_held( handle_of( $attributes ) ) ? marked( $attributes ) : $attributes;
}

function marked( $attributes ) {
	// Released as what it was; of a module that is its type.
	$type = $attributes['type'] ?? '';
	$kept = '' === $type || 'text/plain' === $type ? array() : array( 'data-type' => $type );
	return array( 'type' => 'text/plain', 'data-refrain' => 'sharing' ) + $kept + $attributes;
}

/** Marks what another plug-in has written in place of WordPress's own tag, whatever is in it. */
function hold_tag( $tag, $handle, $src ) {
	if ( ! is_held( $handle, $src ) ) {
		return $tag;
	}
	$tags = new \WP_HTML_Tag_Processor( $tag );
	while ( $tags->next_tag( 'script' ) ) {
		if ( null !== $tags->get_attribute( 'data-refrain' ) ) {
			continue;
		}
		$attributes = array( 'type' => (string) $tags->get_attribute( 'type' ) );
		foreach ( marked( $attributes ) as $name => $value ) {
			$tags->set_attribute( $name, $value );
		}
		if ( is_string( $tags->get_attribute( 'src' ) ) ) {
			$tags->set_attribute( 'data-src', $tags->get_attribute( 'src' ) );
			$tags->remove_attribute( 'src' );
		}
	}
	return $tags->get_updated_html();
}

/** A hint to connect early is a request to a held host too. */
function without_held_hosts( $hints ) {
	return array_filter(
		$hints,
		function ( $hint ) {
			$address = is_array( $hint ) ? ( $hint['href'] ?? '' ) : $hint;
			// Some are a host alone, or without a scheme.
			return ! is_held( '', preg_replace( '#^(?:[a-z]+:)?(?://)?#i', 'https://', $address ) );
		}
	);
}

function register() {
	register_setting( OPTION, OPTION, array( 'type' => 'array', 'sanitize_callback' => __NAMESPACE__ . '\sanitize' ) );
}

/** What was entered, as it is kept; an address that is none leaves the former one. */
function sanitize( $entered ) {
	$entered = is_array( $entered ) ? $entered : array();
	$url     = untrailingslashit( esc_url_raw( trim( $entered['url'] ?? '' ), array( 'https' ) ) );
	if ( '' === $url && '' !== trim( $entered['url'] ?? '' ) ) {
		add_settings_error( OPTION, 'url', __( 'The address must begin with https://. The former one was kept.', 'refrain' ) );
		$url = settings()['url'];
	}
	return array(
		'url'    => $url,
		'link'   => isset( TITLES[ $entered['link'] ?? '' ] ) ? $entered['link'] : 'choices',
		'footer' => empty( $entered['footer'] ) ? '' : '1',
		'hold'   => usable( $entered['hold'] ?? '' ),
	);
}

/** Of the entries, those that can fit a tag, as they are compared; the others are named. */
function usable( $hold ) {
	// What is stored already passes through here again.
	$entries = is_array( $hold ) ? $hold : preg_split( '/[\s,]+/', $hold, -1, PREG_SPLIT_NO_EMPTY );
	$kept    = array();
	foreach ( $entries as $entry ) {
		$place = normal( $entry );
		if ( preg_match( NAME, $place ) || preg_match( PLACE, $place ) ) {
			$kept[] = $place;
			continue;
		}
		/* translators: %s: what was entered. */
		$why = __( '%s is no handle, host or host with the beginning of a path, and was left out.', 'refrain' );
		// WordPress prints it as it is.
		add_settings_error( OPTION, 'hold', sprintf( $why, '<code>' . esc_html( $entry ) . '</code>' ) );
	}
	return array_values( array_unique( $kept ) );
}

/** An entry without what people paste along with a host. Hosts and handles are compared in lower case, paths as they are. */
function normal( $entry ) {
	$place = preg_replace( '#^(?:[a-z]+:)?//#i', '', $entry );
	$place = rtrim( preg_replace( '/^\*\./', '', $place ), '/' );
	list( $name, $path ) = explode( '/', $place, 2 ) + array( '', null );
	return strtolower( $name ) . ( null === $path ? '' : '/' . $path );
}

function add_page() {
	add_options_page( 'Refrain', 'Refrain', 'manage_options', OPTION, __NAMESPACE__ . '\print_page' );
}

function print_page() {
	$settings = settings();
	$has_key  = defined( 'REFRAIN_SITE_KEY' ) && '' !== (string) REFRAIN_SITE_KEY;
	?>
	<div class="wrap">
		<h1>Refrain</h1>
		<form action="options.php" method="post">
			<?php settings_fields( OPTION ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="refrain-url"><?php esc_html_e( 'Address of the installation', 'refrain' ); ?></label></th>
					<td><input id="refrain-url" name="refrain[url]" type="url" class="regular-text" placeholder="https://privacy.shop.example" value="<?php echo esc_attr( $settings['url'] ); ?>"></td>
				</tr>
				<tr>
					<th scope="row"><label for="refrain-link"><?php esc_html_e( 'Words of the link', 'refrain' ); ?></label></th>
					<td>
						<select id="refrain-link" name="refrain[link]">
							<?php foreach ( TITLES as $link => $title ) : ?>
								<option value="<?php echo esc_attr( $link ); ?>" <?php selected( $settings['link'], $link ); ?>><?php echo esc_html( $title ); ?></option>
							<?php endforeach; ?>
						</select>
					</td>
				</tr>
				<tr>
					<th scope="row"><?php esc_html_e( 'Link', 'refrain' ); ?></th>
					<td><label><input name="refrain[footer]" type="checkbox" value="1" <?php checked( $settings['footer'], '1' ); ?>> <?php esc_html_e( 'Print it at the end of every page. Otherwise put [refrain_link] into the footer.', 'refrain' ); ?></label></td>
				</tr>
				<tr>
					<th scope="row"><label for="refrain-hold"><?php esc_html_e( 'Scripts to hold', 'refrain' ); ?></label></th>
					<td>
						<textarea id="refrain-hold" name="refrain[hold]" rows="6" class="large-text code" aria-describedby="refrain-hold-help"><?php echo esc_textarea( implode( "\n", $settings['hold'] ) ); ?></textarea>
						<p class="description" id="refrain-hold-help"><?php esc_html_e( 'One handle, host or beginning of a path on each line, such as pixel, connect.facebook.net or google.com/pagead; a host stands for its subdomains too.', 'refrain' ); ?></p>
					</td>
				</tr>
				<tr>
					<th scope="row"><?php esc_html_e( 'Site key', 'refrain' ); ?></th>
					<td>
						<?php
						$has_key
							? esc_html_e( 'Set: an opt-out of a person who is logged in holds in all of their browsers.', 'refrain' )
							: esc_html_e( 'Not set: define REFRAIN_SITE_KEY in wp-config.php, so that an opt-out of a person who is logged in holds in all of their browsers.', 'refrain' );
						?>
					</td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}

/** Leaves nothing behind, on no site of a network. */
function uninstall() {
	if ( ! is_multisite() ) {
		delete_option( OPTION );
		return;
	}
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site ) {
		switch_to_blog( $site );
		delete_option( OPTION );
		restore_current_blog();
	}
}
