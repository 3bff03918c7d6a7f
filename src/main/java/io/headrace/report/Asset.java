package io.headrace.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A text that goes into the page as it stands: a style sheet, a script, a licence.
 *
 * @param text the text
 */
public record Asset(String text) {
    public static final String CHART_JS_VERSION = "4.5.1";

    private static final String CHART_JS = "META-INF/resources/webjars/chart.js/" + CHART_JS_VERSION + "/";

    /** A file on the class path beside a class. */
    public static Asset beside(Class<?> owner, String name) {
        return new Asset(read(owner.getPackageName().replace('.', '/') + "/" + name));
    }

    /** Chart.js without its pointer to a source map, which developer tools would try to load. */
    public static Asset chartJs() {
        return new Asset(
                read(CHART_JS + "dist/chart.umd.min.js").replaceFirst("\\R//# sourceMappingURL=\\S*\\s*\\z", "\n"));
    }

    /** The licence of Chart.js, which every copy of it must carry. */
    public static Asset chartJsLicence() {
        return new Asset(read(CHART_JS + "LICENSE.md"));
    }

    /** The text's digest as a content security policy names it, so that the browser runs this text and no other. */
    public String policySource() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String read(String path) {
        try (InputStream in = Asset.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path, failure);
        }
    }
}
