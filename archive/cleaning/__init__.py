"""What would scraped text read like without what scraping did to it?"""
