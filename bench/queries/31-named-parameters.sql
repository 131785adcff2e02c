SELECT c.id, c.body, u.name
FROM comments c
JOIN users u ON u.id = c.user_id
WHERE c.user_id = :user AND c.score >= :score;
