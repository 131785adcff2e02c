SELECT * FROM orders WHERE placed_at >= '{{ start }}' AND total > %s;

SELECT * FROM orders {% if recent %} WHERE placed_at > '2025' {% endif %};
