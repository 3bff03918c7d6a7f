package io.headrace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Database;
import io.headrace.spec.Password;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final String SECRET = "s3\u00e9cret ";

    @TempDir
    Path folder;

    @Test
    void thePasswordComesFromAVariableOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), SECRET + "\nnot this\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(login(new Password.InVariable("CRM")).password()).contains(SECRET);
        assertThat(login(new Password.InFile(file)).password()).contains(SECRET);
        assertThat(login(new Password.None()).password()).isEmpty();
    }

    @Test
    void aMissingPasswordIsNamedByItsPlace() {
        assertThatThrownBy(() -> login(new Password.InVariable("DWH")).password())
                .hasMessage("there is no password for the database crm: the environment has no variable DWH");
        assertThatThrownBy(() -> login(new Password.InFile(Path.of("/nowhere"))).password())
                .hasMessage("there is no password for the database crm: /nowhere cannot be read");
    }

    @Test
    void neitherAddressNorPasswordStandInAFailure() {
        Login login = login(new Password.InVariable("CRM"));
        HeadraceException failure = catchThrowableOfType(
                HeadraceException.class, () -> login.inSession("crm:lapse", session -> session.getCatalog()));
        assertThat(failure.report()).doesNotContain(SECRET, "jdbc:");
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aPasswordThatOthersMayReadIsNotUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> login(new Password.InFile(file)).password())
                .hasMessage("the password of the database crm is not used: " + file
                        + " is open to its group or others (rw-r--r--): chmod 600 " + file);
    }

    /** What a driver might say: the failure, its cause, one that was suppressed, with the password in an address too. */
    static Stream<Exception> talkative() {
        SQLException cause = new SQLException("login failed", new IOException("no way in with " + SECRET));
        SQLException suppressed = new SQLException("login failed");
        suppressed.addSuppressed(new IllegalStateException(SECRET));
        return Stream.of(
                new SQLException("password " + SECRET + " is wrong", "28P01"),
                new SQLException("cannot reach jdbc:x?password=s3%C3%A9cret%20", "08001"),
                cause,
                suppressed,
                new IllegalArgumentException("not a password: " + SECRET));
    }

    @ParameterizedTest
    @MethodSource("talkative")
    void thePasswordIsTakenOutOfWhatADriverSays(Exception said) {
        Login login = login(new Password.InVariable("CRM"));
        Throwable failure = catchThrowable(() -> login.guard("crm:lapse", () -> {
            if (said instanceof SQLException sql) {
                throw sql;
            }
            throw (RuntimeException) said;
        }));
        StringWriter logged = new StringWriter();
        failure.printStackTrace(new PrintWriter(logged));
        assertThat(logged.toString())
                .doesNotContain(SECRET, "s3%C3%A9cret")
                .contains(said.getStackTrace()[0].toString());
    }

    @Test
    void aFailureOfH2HoldsNoPassword() {
        String url = "jdbc:h2:" + folder.resolve("crm");
        Database right = new Database("crm", url, "writer", new Password.InVariable("CRM"), Optional.empty());
        new Login(right, Map.of("CRM", SECRET)).inSession("crm:t", session -> null);
        Throwable failure =
                catchThrowable(() -> new Login(right, Map.of("CRM", "wr0ng pass")).inSession("crm:t", session -> null));
        StringWriter logged = new StringWriter();
        failure.printStackTrace(new PrintWriter(logged));
        assertThat(logged.toString()).contains("HeadraceException").doesNotContain("wr0ng", SECRET);
    }

    @Test
    void shortPasswordsHideTheWholeMessage() {
        Redaction redaction = new Redaction(Optional.of("abc"));
        assertThat(redaction.of("the abc of databases")).isEqualTo("(a message that may hold the password)");
        assertThat(redaction.of("other words")).isEqualTo("other words");
    }

    @Test
    void aDriverThatIsNotThereIsAskedFor() {
        Database unknown = new Database("dwh", "jdbc:other:x", "", new Password.None(), Optional.empty());
        assertThatThrownBy(() -> new Login(unknown, Map.of()).inSession("dwh:t", session -> null))
                .hasMessage("there is no JDBC driver for the database dwh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57P01", "57P03", "58030", "HYT00"})
    void faultsThatMayPassAreToBeRetried(String state) {
        assertThat(ExportErrors.failed("crm:lapse", new SQLException("gone", state), new Redaction(Optional.empty()))
                        .kind())
                .isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22P02", "23505", "28P01", "3D000", "42501", "42P01"})
    void othersAreToBeCorrected(String state) {
        assertThat(ExportErrors.failed("crm:lapse", new SQLException("refused", state), new Redaction(Optional.empty()))
                        .kind())
                .isEqualTo(FailureKind.USER);
    }

    /** Nothing listens on port 1. */
    private static Login login(Password password) {
        Database place = new Database("crm", "jdbc:postgresql://127.0.0.1:1/crm", "writer", password, Optional.empty());
        return new Login(place, Map.of("CRM", SECRET));
    }
}
