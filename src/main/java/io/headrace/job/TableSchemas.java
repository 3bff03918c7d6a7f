package io.headrace.job;

import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables that the jobs of a project write, known without any data. */
public interface TableSchemas {
    /** The project. */
    Project project();

    /** A session for parsing and resolving. */
    SparkSession spark();

    /** The columns of a table; empty where no job writes it or its columns cannot be found out. */
    Optional<StructType> of(TableName table);
}
