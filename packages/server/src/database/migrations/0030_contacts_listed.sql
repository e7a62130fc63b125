-- People are listed bucket by bucket (`listContacts`). This index lay across the buckets, and whoever was
-- imported or changed came to another page of it: of 1,000 changes 800 pages and 100 of 140 ms.
drop index contacts_newest;
