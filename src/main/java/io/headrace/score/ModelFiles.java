package io.headrace.score;

import io.headrace.model.ModelFile;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Model files for tasks: each is read once in a JVM, keyed by its digest, and kept while memory lasts. */
final class ModelFiles implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String SUFFIX = ".json";
    private static final Map<String, SoftReference<ModelFile>> LOADED = new ConcurrentHashMap<>();

    private final Broadcast<SerializableConfiguration> hadoop;

    /** Files read through the session's configuration. */
    ModelFiles(SparkSession spark) {
        this.hadoop = new JavaSparkContext(spark.sparkContext())
                .broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    }

    /** The model at a path that ends in its digest, see {@link io.headrace.registry.Registry#artifact}. */
    ModelFile at(String place) {
        String digest = place.substring(place.lastIndexOf('/') + 1, place.length() - SUFFIX.length());
        SoftReference<ModelFile> known = LOADED.get(digest);
        ModelFile file = known == null ? null : known.get();
        if (file == null) {
            file = ModelFile.read(bytes(new Path(place)), digest);
            LOADED.put(digest, new SoftReference<>(file));
        }
        return file;
    }

    private byte[] bytes(Path place) {
        try (FSDataInputStream stream =
                place.getFileSystem(hadoop.value().value()).open(place)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model file " + place, e);
        }
    }
}
