select
  call_id, as_of, age, job, marital, education, in_default, housing, loan, contact, month, day_of_week, campaign,
  nullif(pdays, 999) as days_since_campaign, previous, poutcome,
  emp_var_rate, cons_price_idx, cons_conf_idx, euribor3m, nr_employed, called_on
from calls
