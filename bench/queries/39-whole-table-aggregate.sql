SELECT count(*) AS n, avg(views) AS views, max(likes) AS likes FROM posts;
