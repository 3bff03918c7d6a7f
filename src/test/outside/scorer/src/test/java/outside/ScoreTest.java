package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.model.Explanation;
import io.headrace.model.ModelFile;
import io.headrace.model.ReasonOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final String DIGEST = "e263cbd612f6a7010a4df074ba4f9aba11185923cd7225d7b074dc2596cce0bb";

    @Test
    void scoresAndExplainsARow() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(System.getProperty("model")));
        ModelFile file = ModelFile.read(bytes, DIGEST);
        Explanation found = file.model().scorer().explain(new Object[] {84.0, 40.5, "Germany", true});
        assertEquals(0.7145426384176109, found.score());
        assertEquals(
                "days_since_purchase",
                found.topReasons(1, ReasonOrder.STRONGEST).get(0).feature());
    }

    @Test
    void needsNoOtherLibrary() {
        for (String other : new String[] {"org.apache.spark.sql.Row", "com.fasterxml.jackson.core.JsonFactory"}) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(other));
        }
    }
}
