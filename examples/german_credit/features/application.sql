select
  application_id, as_of, checking, duration, credit_history, purpose, credit_amount, savings, employment, installment_rate,
  other_debtors, residence_since, property, age, installment_plans, housing, number_of_credits, skill_level, people_liable_for,
  telephone, if(personal_status in ('A92', 'A95'), 'female', 'male') as sex, foreign_worker,
  cast(pmod(xxhash64(application_id), 2) as int) as half
from applications
