package io.headrace.trust;

import io.headrace.run.HeadraceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encoding of keys (RFC 7468): a label, and DER in Base64 with lines of 64 characters. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");
    private static final String SEC1 = "EC PRIVATE KEY";

    private Pem() {}

    static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** The bytes of the only block, which must have that label; what stands around it is no part of the key. */
    static byte[] read(String label, String text, String where) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw TrustErrors.noKey(where, "it has no block -----BEGIN " + label + "-----");
        }
        if (!block.group(1).equals(label)) {
            throw otherLabel(label, block.group(1), where);
        }
        String body = block.group(2).replaceAll("\\s", "");
        if (block.find()) {
            throw TrustErrors.noKey(where, "it has more than one block");
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw TrustErrors.noKey(where, "its Base64 is broken: " + e.getMessage());
        }
    }

    private static HeadraceException otherLabel(String label, String found, String where) {
        return TrustErrors.noKey(
                where,
                "it holds a block " + found + " in the place of " + label
                        + (found.equals(SEC1)
                                ? " (openssl pkcs8 -topk8 -nocrypt -in OLD -out KEY writes it anew)"
                                : ""));
    }
}
