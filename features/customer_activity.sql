-- Every input shows only what was known before as_of; invoices reach 365 days back.
-- Money is summed exactly, as decimals, and becomes a double at the very end. size(collect_set(x)) counts the distinct x;
-- several count(distinct) in one query would copy every row once for each.
with activity as (
  select
    customer_id,
    as_of,
    max(case when not cancelled then invoice_time end) as last_purchase,
    min(case when not cancelled then invoice_time end) as first_purchase,
    size(collect_set(case when not cancelled and invoice_time >= as_of - interval 30 days then invoice_no end)) as orders_30d,
    size(collect_set(case when not cancelled and invoice_time >= as_of - interval 90 days then invoice_no end)) as orders_90d,
    size(collect_set(case when not cancelled then invoice_no end)) as orders_365d,
    sum(case when not cancelled and invoice_time >= as_of - interval 30 days then amount else 0 end) as spend_30d,
    sum(case when not cancelled and invoice_time >= as_of - interval 90 days then amount else 0 end) as spend_90d,
    sum(case when not cancelled then amount else 0 end) as spend_365d,
    size(collect_set(case when not cancelled then stock_code end)) as products_365d,
    count_if(cancelled) as cancelled_lines,
    count(*) as all_lines,
    -- The largest of (time, country): ties of time go to the later name, so that the answer is always the same.
    max(case when not cancelled then struct(invoice_time, country) end).country as country
  from invoices
  where customer_id is not null -- anonymous sales
  group by customer_id, as_of
),
-- The customers file repeats a customer when something changed: any row tells the year of birth.
people as (
  select customer_id, as_of, max(birth_year) as birth_year
  from customers
  group by customer_id, as_of
)
select
  activity.customer_id,
  activity.as_of,
  cast(datediff(activity.as_of, last_purchase) as int) as days_since_purchase,
  cast(orders_30d as int) as orders_30d,
  cast(orders_90d as int) as orders_90d,
  cast(orders_365d as int) as orders_365d,
  cast(spend_30d as double) as spend_30d,
  cast(spend_90d as double) as spend_90d,
  cast(spend_365d as double) as spend_365d,
  cast(spend_365d as double) / orders_365d as mean_basket_365d,
  cast(products_365d as int) as products_365d,
  cast(cancelled_lines as double) / all_lines as cancelled_share_365d,
  cast(datediff(activity.as_of, first_purchase) as int) as tenure_days,
  country,
  cast(year(activity.as_of) - birth_year as int) as age
from activity
left join people on people.customer_id = activity.customer_id and people.as_of = activity.as_of
where last_purchase is not null
