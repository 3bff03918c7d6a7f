package io.headrace.table;

import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;

/** The schemas of Parquet files as Spark reads them. */
public final class ParquetSchemas {
    private ParquetSchemas() {}

    /** The schema for the columns of a file, all of types that Spark knows. */
    public static StructType of(SparkSession spark, MessageType columns) {
        return new ParquetToSparkSchemaConverter(spark.sessionState().conf()).convert(columns);
    }
}
