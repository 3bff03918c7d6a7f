package io.headrace.table;

import io.headrace.cipher.KeyService;
import io.headrace.cipher.LakeKey;
import io.headrace.cipher.SubjectCipher;
import io.headrace.cipher.WrappedKeys;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Encrypts and decrypts the columns of a lake: the lake's own key, which rests wrapped beside the tables, and those of persons, {@link SubjectKeys}.
 *
 * <p>Spark hands the keys to its executors as broadcasts; no plan and no table has them.
 */
public final class LakeCipher {
    private static final String FIRST = "headrace/cipher/lake-key.json";

    private final Lake lake;
    private final Supplier<List<KeyService>> services;
    private final SubjectKeys keys;
    private LakeKey opened;
    private long version = -1;
    private Broadcast<SubjectCipher> reading;

    /**
     * Of a lake.
     *
     * @param services those that wrap the lake's key, the one in use first; asked when a key is needed
     */
    public LakeCipher(Lake lake, Supplier<List<KeyService>> services) {
        this.lake = lake;
        this.services = services;
        this.keys = new SubjectKeys(lake);
    }

    /**
     * The lake's key as it rests.
     *
     * @param service the name of what wrapped it
     * @param key in hexadecimal
     */
    record Wrapped(String service, String key) {}

    /** Fails where the key of the lake cannot be had; the first call in a lake draws it. */
    public void require() {
        key();
    }

    private synchronized LakeKey key() {
        if (opened == null) {
            List<KeyService> all = services.get();
            opened = found(all).orElseGet(() -> drawn(all.get(0)));
        }
        return opened;
    }

    private Optional<LakeKey> found(List<KeyService> all) {
        Optional<Wrapped> first = wrapped(FIRST);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        for (KeyService service : all) {
            Optional<Wrapped> own = wrapped(file(service))
                    .or(() -> first.filter(key -> key.service().equals(service.name())));
            if (own.isPresent()) {
                LakeKey key = new LakeKey(
                        service.unwrap(HexFormat.of().parseHex(own.get().key())));
                if (service != all.get(0)) {
                    put(file(all.get(0)), all.get(0), key);
                }
                return Optional.of(key);
            }
        }
        throw HeadraceException.of(
                "HEAD-PRIVACY-013",
                FailureKind.USER,
                "the key of the lake was wrapped by the key-encryption key "
                        + first.get().service()
                        + "; that which is set is "
                        + all.stream().map(KeyService::name).collect(Collectors.joining(", ")),
                "Set privacy.key-encryption-key-file or -variable to where that key stands; a new one goes in front of it, with a blank between.");
    }

    private static String file(KeyService service) {
        return "headrace/cipher/lake-key-" + service.name() + ".json";
    }

    private Optional<Wrapped> wrapped(String file) {
        return lake.readText(file).map(text -> Json.read(text, Wrapped.class));
    }

    /** Of two processes at once the key of one counts. */
    private LakeKey drawn(KeyService service) {
        put(FIRST, service, LakeKey.draw());
        return found(List.of(service)).orElseThrow();
    }

    private void put(String file, KeyService service, LakeKey key) {
        Wrapped wrapped = new Wrapped(service.name(), HexFormat.of().formatHex(key.wrapped(service)));
        lake.writeOnce(file, Json.write(wrapped).getBytes(StandardCharsets.UTF_8));
    }

    /** The name of a person's key. */
    public String name(String subject, String person) {
        return new SubjectCipher(key(), WrappedKeys.NONE).name(subject, person);
    }

    /** Destroys the keys of persons: {@link SubjectKeys#destroy}. */
    public void destroy(RunId run, String subject, Collection<String> persons) {
        keys.destroy(run, persons.stream().map(person -> name(subject, person)).toList());
    }

    /** How many of the persons have a key that was not destroyed. */
    public long keys(String subject, Collection<String> persons) {
        SubjectCipher now = new SubjectCipher(key(), keys.known().keys());
        return persons.stream().filter(person -> now.hasKey(subject, person)).count();
    }

    /** Decrypts with all keys there are now. */
    public synchronized Broadcast<SubjectCipher> reading() {
        long newest = lake.has(SubjectKeys.TABLE) ? lake.version(SubjectKeys.TABLE) : -1;
        if (reading == null || newest != version) {
            SubjectKeys.Known known = keys.known();
            version = known.version();
            reading = broadcast(new SubjectCipher(key(), known.keys()));
        }
        return reading;
    }

    private Broadcast<SubjectCipher> broadcast(SubjectCipher cipher) {
        return JavaSparkContext.fromSparkContext(lake.spark().sparkContext()).broadcast(cipher);
    }

    /** The rows with the values of their encrypted columns, where they have any. */
    public Dataset<Row> decrypted(Dataset<Row> rows) {
        return EncryptedColumns.in(rows.schema()).isEmpty() ? rows : EncryptedColumns.decrypted(rows, reading());
    }

    /** Encrypts for a run that may meet new persons. */
    public Writing writing() {
        return new Writing(keys.known());
    }

    /** What a run encrypts with, and the keys of the persons whom it meets first. */
    public final class Writing {
        private final SubjectKeys.Known known;
        private final SubjectCipher own;
        private final Broadcast<SubjectCipher> cipher;
        private final NewNames names = new NewNames();

        private Writing(SubjectKeys.Known known) {
            this.known = known;
            this.own = SubjectCipher.meetingNewPersons(key(), known.keys());
            this.cipher = broadcast(own);
            lake.spark().sparkContext().register(names);
        }

        /** Encrypts and decrypts in tasks. */
        public Broadcast<SubjectCipher> cipher() {
            return cipher;
        }

        /** Collects the names of new keys in tasks. */
        public NewNames names() {
            return names;
        }

        /**
         * Stores the keys of the persons whom rows written so far met first.
         *
         * @return false where another run met one of them meanwhile: what was written is to be thrown away, and written again with its keys
         */
        public boolean stored(RunId run) {
            return keys.added(run, known, Set.copyOf(names.value()), own::wrapped);
        }
    }
}
