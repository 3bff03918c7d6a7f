package io.headrace.spec.hocon;

import io.headrace.spec.Database;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.PrivacyPlaces;
import io.headrace.spec.TrustPlaces;
import io.headrace.spec.ZonePlaces;
import io.headrace.spec.ZonePlaces.Zone;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code conf/ENVIRONMENT.conf}. */
final class PlacesReader {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
    private static final Pattern WITH_PASSWORD = Pattern.compile("(?i).*(password|pwd)\\s*=.*|.*://[^/]*:[^/]*@.*");

    private static final ValueType<String> RIGHTS = ValueType.ofText(
            "rights of a folder such as " + ZonePlaces.RIGHTS + ", all of them for its owner",
            text -> Optional.of(text).filter(rights -> rights.matches("rwx([r-][w-][x-]){2}")),
            ZonePlaces.RIGHTS);

    private PlacesReader() {}

    static Places read(Section section, String environment, Path project) {
        return new Places(
                environment,
                project,
                absolute(project, section.value("lake", ValueType.TEXT, "lake")),
                absolute(project, section.value("landing", ValueType.TEXT, "landing")),
                absolute(project, section.value("exports", ValueType.TEXT, "exports")),
                databases(section.section("databases"), project),
                section.value("master", ValueType.ANY_TEXT, ""),
                section.value("time-zone", ValueType.ZONE, ZoneId.of("UTC")),
                section.value("tiles-from-megabytes", ValueType.wholeNumberFrom(0), 64),
                section.section("spark").flatTexts(),
                lineage(section.section("lineage")),
                trust(section.section("trust"), project),
                zones(section, project),
                privacy(section.section("privacy")));
    }

    private static PrivacyPlaces privacy(Section section) {
        Password keys = SecretReader.optional(section, "key-encryption-key", "the key");
        Optional<String> service = section.find("key-service", ValueType.KEBAB_NAME);
        if (service.isPresent() && !(keys instanceof Password.None)) {
            section.problem("key-service", "wraps the lake's key in place of a key-encryption-key: set one of them");
        }
        return new PrivacyPlaces(SecretReader.optional(section, "tombstone-key", "the key"), keys, service);
    }

    private static TrustPlaces trust(Section section, Path project) {
        Optional<Path> keys = section.find("keys", ValueType.TEXT).map(project::resolve);
        boolean isSigned = section.value("signed-models", ValueType.TRUTH, false);
        Optional<Path> approvers = section.find("approvers", ValueType.TEXT).map(project::resolve);
        int approvals = section.value("approvals", ValueType.wholeNumberFrom(0), 0);
        Optional<Integer> days = section.find("approval-days", ValueType.wholeNumberFrom(1));
        int erasures = section.value("erasure-approvals", ValueType.wholeNumberFrom(0), 0);
        if (isSigned && keys.isEmpty()) {
            section.problem("signed-models", "needs keys: the folder of the public keys of those who sign");
        }
        if (approvals > 0 && approvers.isEmpty()) {
            section.problem("approvals", "needs approvers: the folder of their public keys");
        }
        if (erasures > 0 && approvers.isEmpty()) {
            section.problem("erasure-approvals", "needs approvers: the folder of their public keys");
        }
        return new TrustPlaces(
                keys,
                isSigned && keys.isPresent(),
                approvers,
                approvers.isPresent() ? approvals : 0,
                days.map(OptionalInt::of).orElse(OptionalInt.empty()),
                approvers.isPresent() ? erasures : 0);
    }

    private static ZonePlaces zones(Section places, Path project) {
        String root = absolute(project, "zones");
        Section section = places.section("zones");
        Map<String, Zone> zones = new TreeMap<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            Section zone = section.section(name);
            zones.put(
                    name,
                    new Zone(
                            absolute(project, zone.value("folder", ValueType.TEXT, root + "/" + name)),
                            zone.value("rights", RIGHTS, ZonePlaces.RIGHTS),
                            zone.find("group", ValueType.TEXT)));
        }
        return new ZonePlaces(root, zones, SecretReader.optional(places.section("privacy"), "mask-key", "the key"));
    }

    private static LineagePlaces lineage(Section section) {
        return new LineagePlaces(
                section.value("namespace", ValueType.TEXT, LineagePlaces.NAMESPACE),
                section.find("file", ValueType.FILE),
                SecretReader.optional(section, "url", "the address"),
                SecretReader.optional(section, "key", "the key"));
    }

    private static Map<String, Database> databases(Section section, Path project) {
        Map<String, Database> databases = new TreeMap<>();
        for (String name : section.names(ValueType.KEBAB_NAME)) {
            databases.put(name, database(name, section.section(name), project));
        }
        return databases;
    }

    private static Database database(String name, Section section, Path project) {
        String url = section.required("url", ValueType.TEXT);
        if (!url.startsWith("jdbc:")) {
            section.problem("url", "expected an address such as jdbc:postgresql://host:5432/name");
        } else if (WITH_PASSWORD.matcher(url).matches()) {
            section.problem("url", "must not hold a password: say where it is by password-variable or password-file");
        }
        return new Database(
                name,
                url,
                section.value("user", ValueType.TEXT, ""),
                password(section, project),
                section.find("driver", ValueType.TEXT));
    }

    private static Password password(Section section, Path project) {
        Password password = SecretReader.optional(section, "password", "the password");
        return password instanceof Password.InFile in ? new Password.InFile(project.resolve(in.file())) : password;
    }

    private static String absolute(Path project, String place) {
        return SCHEME.matcher(place).matches()
                ? place
                : project.resolve(place).normalize().toString();
    }
}
