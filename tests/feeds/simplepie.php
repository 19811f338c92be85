<?php
// SimplePie, the engine of FreshRSS and many other PHP readers, as Debian packages it.
error_reporting(E_ALL & ~E_DEPRECATED);
if (!function_exists('idn_to_utf8')) {  // asked of every address, also of none, which PHP's own refuses since 8.4
    function idn_to_utf8($domain) { return $domain; }
}
require '/usr/share/php/simplepie/autoloader.php';
