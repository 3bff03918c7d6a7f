-- invoices holds a row for each customer and as_of, customers those known before it.
-- Money is summed exactly, as decimals, and becomes a double at the very end.
with people as (
  -- The customers file repeats a customer when something changed: any row tells the year of birth.
  select customer_id, as_of, max(birth_year) as birth_year
  from customers
  group by customer_id, as_of
)
select
  invoices.customer_id,
  invoices.as_of,
  cast(datediff(invoices.as_of, last_365d) as int) as days_since_purchase,
  cast(orders_30d as int) as orders_30d,
  cast(orders_90d as int) as orders_90d,
  cast(orders_365d as int) as orders_365d,
  cast(coalesce(spend_30d, 0) as double) as spend_30d,
  cast(coalesce(spend_90d, 0) as double) as spend_90d,
  cast(spend_365d as double) as spend_365d,
  cast(spend_365d as double) / orders_365d as mean_basket_365d,
  cast(products_365d as int) as products_365d,
  cast(cancelled_365d as double) / lines_365d as cancelled_share_365d,
  cast(datediff(invoices.as_of, first_365d) as int) as tenure_days,
  country_365d as country,
  cast(year(invoices.as_of) - birth_year as int) as age
from invoices
left join people on people.customer_id = invoices.customer_id and people.as_of = invoices.as_of
where last_365d is not null
