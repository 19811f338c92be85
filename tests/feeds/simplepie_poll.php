<?php
// One poll of a feed by SimplePie: php simplepie_poll.php URL CACHE prints its items as JSON. The cache folder keeps what
// a reader keeps between polls.
require __DIR__ . '/simplepie.php';
[, $address, $cache] = $argv;
$feed = new SimplePie();
$feed->set_feed_url($address);
$feed->set_cache_location($cache);
$feed->set_cache_duration(-1);
$feed->enable_order_by_date(false);
if (!$feed->init()) {
    fwrite(STDERR, (string) $feed->error() . "\n");
    exit(1);
}
$items = [];
foreach ($feed->get_items() as $item) {
    $items[] = [
        'id' => $item->get_id(),
        'title' => html_entity_decode($item->get_title(), ENT_QUOTES | ENT_HTML5),
        'link' => $item->get_permalink(),
        'content' => $item->get_content(),
        'authors' => array_map(fn ($author) => $author->get_name(), $item->get_authors() ?? []),
    ];
}
echo json_encode(['title' => $feed->get_title(), 'items' => $items], JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
