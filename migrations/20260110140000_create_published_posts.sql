-- A plain SQL file is a migration as well.

-- migrate:up
CREATE VIEW published_posts AS
SELECT id, title, body, person_id, published_at
FROM posts
WHERE published_at IS NOT NULL;

-- migrate:down
DROP VIEW published_posts;
