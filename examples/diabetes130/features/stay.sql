select
  encounter_id, as_of, patient_nbr, cast(pmod(xxhash64(patient_nbr), 4) as int) as quarter,
  cast(row_number() over (partition by as_of, patient_nbr order by encounter_id) as int) as stay_number, race, gender, age, cast(admission_type_id as string) as admission_type,
  cast(discharge_disposition_id as string) as discharge, cast(admission_source_id as string) as admission_source, payer_code,
  medical_specialty, time_in_hospital, num_lab_procedures, num_procedures, num_medications, number_outpatient, number_emergency,
  number_inpatient, number_diagnoses, left(diag_1, 3) as diagnosis, left(diag_2, 3) as diagnosis_2, left(diag_3, 3) as
  diagnosis_3, max_glu_serum, a1c_result, metformin, repaglinide, nateglinide, chlorpropamide, glimepiride, acetohexamide,
  glipizide, glyburide, tolbutamide, pioglitazone, rosiglitazone, acarbose, miglitol, troglitazone, tolazamide, insulin,
  glyburide_metformin, glipizide_metformin, glimepiride_pioglitazone, metformin_rosiglitazone, metformin_pioglitazone, change,
  diabetes_med
from stays
