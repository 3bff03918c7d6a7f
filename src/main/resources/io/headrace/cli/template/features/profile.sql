-- One row for each customer_id and as_of. Every input has the extra column as_of.
select
  customer_id,
  as_of,
  age,
  plan,
  months,
  visits,
  coalesce(complaints, 0) as complaints
from customers
