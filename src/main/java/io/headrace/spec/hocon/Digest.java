package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a file says, whatever its comments, layout and order of keys. */
final class Digest {
    private Digest() {}

    /** The digest of a resolved object, in hexadecimal. */
    static String of(ConfigObject object) {
        return ofText(canonical(object));
    }

    /** The digest of a view: its object and its SQL. */
    static String of(ConfigObject object, String sql) {
        return ofText(canonical(object) + "\n" + CanonicalSql.of(sql));
    }

    /** Typesafe Config renders the keys of an object in sorted order. */
    private static String canonical(ConfigObject object) {
        return object.render(ConfigRenderOptions.concise());
    }

    private static String ofText(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
