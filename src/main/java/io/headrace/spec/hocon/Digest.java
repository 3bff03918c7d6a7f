package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;

/** What a file says, whatever its comments, layout and order of keys, and the SHA-256 of that. */
final class Digest {
    private Digest() {}

    /** The digest of a resolved object, in hexadecimal. */
    static String of(ConfigObject object) {
        // Typesafe Config renders the keys of an object in sorted order.
        return io.headrace.run.Digest.of(object.render(ConfigRenderOptions.concise()));
    }
}
