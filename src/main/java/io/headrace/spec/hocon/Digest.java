package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;

/** SHA-256 of what a file says, whatever its comments, layout and order of keys. */
final class Digest {
    private Digest() {}

    /** The digest of a resolved object, in hexadecimal. */
    static String of(ConfigObject object) {
        // Typesafe Config renders the keys of an object in sorted order.
        return io.headrace.run.Digest.of(object.render(ConfigRenderOptions.concise()));
    }
}
