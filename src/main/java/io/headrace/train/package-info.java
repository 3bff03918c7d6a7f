/**
 * Training sets, learners and the registration of what they yield.
 *
 * <p>Imports features, evaluate, registry, model, job, table, run and spec. Spark is named in {@code TrainStage},
 * {@code TrainingColumns}, {@code LabelColumns}, {@code ComparedColumns} {@code EvaluationColumns} and {@code FittingPipelines}.
 */
package io.headrace.train;
