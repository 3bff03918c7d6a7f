package io.headrace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Database;
import io.headrace.spec.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final String SECRET = "s3cret";

    @TempDir
    Path folder;

    @Test
    void thePasswordComesFromAVariableOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), SECRET + "\nnot this\n");
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
    void aDriverThatIsNotThereIsAskedFor() {
        Database unknown = new Database("dwh", "jdbc:other:x", "", new Password.None(), Optional.empty());
        assertThatThrownBy(() -> new Login(unknown, Map.of()).inSession("dwh:t", session -> null))
                .hasMessage("there is no JDBC driver for the database dwh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57P01", "57P03", "58030", "HYT00"})
    void faultsThatMayPassAreToBeRetried(String state) {
        assertThat(ExportErrors.failed("crm:lapse", new SQLException("gone", state))
                        .kind())
                .isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22P02", "23505", "28P01", "3D000", "42501", "42P01"})
    void othersAreToBeCorrected(String state) {
        assertThat(ExportErrors.failed("crm:lapse", new SQLException("refused", state))
                        .kind())
                .isEqualTo(FailureKind.USER);
    }

    /** Nothing listens on port 1. */
    private static Login login(Password password) {
        Database place = new Database("crm", "jdbc:postgresql://127.0.0.1:1/crm", "writer", password, Optional.empty());
        return new Login(place, Map.of("CRM", SECRET));
    }
}
