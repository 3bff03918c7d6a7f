select
  customer_id, as_of, gender, senior = 1 as senior, partner, dependents, tenure, phone_service, multiple_lines, internet_service,
  online_security, online_backup, device_protection, tech_support, streaming_tv, streaming_movies, contract, paperless_billing,
  payment_method, monthly_charges, total_charges
from customers
