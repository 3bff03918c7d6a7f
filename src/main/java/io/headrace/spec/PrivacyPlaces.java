package io.headrace.spec;

import java.util.Objects;
import java.util.Optional;

/**
 * Where the secrets stand by which persons are recognised and their values encrypted.
 *
 * @param tombstoneKey of the key by which persons who were erased are recognised; {@link Password.None} where nobody is erased
 * @param keyEncryptionKey of the keys that wrap the lake's key, the one in use first; {@link Password.None} where none do
 * @param keyService the name of a key management service that wraps it instead
 */
public record PrivacyPlaces(Password tombstoneKey, Password keyEncryptionKey, Optional<String> keyService) {
    /** Nobody is erased and nothing encrypted. */
    public static final PrivacyPlaces NONE =
            new PrivacyPlaces(new Password.None(), new Password.None(), Optional.empty());

    public PrivacyPlaces {
        Objects.requireNonNull(tombstoneKey, "tombstoneKey");
        Objects.requireNonNull(keyEncryptionKey, "keyEncryptionKey");
        Objects.requireNonNull(keyService, "keyService");
    }
}
