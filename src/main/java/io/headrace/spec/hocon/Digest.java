package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;

/** SHA-256 of what a file says, whatever its comments, layout and order of keys. */
final class Digest {
    private Digest() {}

    /** The digest of a resolved object, in hexadecimal. */
    static String of(ConfigObject object) {
        return io.headrace.run.Digest.of(canonical(object));
    }

    /** The digest of a view: its object and its SQL. */
    static String of(ConfigObject object, String sql) {
        return io.headrace.run.Digest.of(canonical(object) + "\n" + CanonicalSql.of(sql));
    }

    /** Typesafe Config renders the keys of an object in sorted order. */
    private static String canonical(ConfigObject object) {
        return object.render(ConfigRenderOptions.concise());
    }
}
