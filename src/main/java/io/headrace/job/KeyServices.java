package io.headrace.job;

import io.headrace.cipher.KeyService;
import io.headrace.cipher.LocalKey;
import io.headrace.notice.SecretText;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.PrivacyPlaces;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** What wraps the key of a project's lake, as {@code conf/} says: keys in a file or a variable, or a service. */
public final class KeyServices {
    private KeyServices() {}

    /** Those of the places, the one in use first; a user error where there are none. */
    public static List<KeyService> of(Places places) {
        PrivacyPlaces privacy = places.privacy();
        return privacy.keyService().map(KeyServices::named).orElseGet(() -> {
            SecretText secrets = new SecretText(places.project(), System.getenv());
            return secrets.of(privacy.keyEncryptionKey())
                    .map(LocalKey::all)
                    .orElseThrow(() -> missing(
                            privacy.keyEncryptionKey() instanceof Password.None
                                    ? "none is set"
                                    : secrets.missing(privacy.keyEncryptionKey(), "key")));
        });
    }

    /** What encrypts and decrypts the columns of the project's lake. */
    public static LakeCipher cipher(Lake lake, Places places) {
        return new LakeCipher(lake, () -> of(places));
    }

    private static List<KeyService> named(String name) {
        List<KeyService> all = ServiceLoader.load(KeyService.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return List.of(all.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("no class on the class path is the key service " + name + ", there are: "
                        + all.stream().map(KeyService::name).sorted().collect(Collectors.joining(", ", "[", "]")))));
    }

    private static HeadraceException missing(String why) {
        return HeadraceException.of(
                "HEAD-PRIVACY-014",
                FailureKind.USER,
                "columns are encrypted, and the key-encryption key cannot be had: " + why,
                "Set privacy.key-encryption-key-file or -variable in conf/ to where the key stands; openssl rand -hex 32 draws one."
                        + " Without the key that encrypted them values cannot be read again, by nobody.");
    }
}
