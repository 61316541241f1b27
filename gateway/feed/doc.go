package feed
