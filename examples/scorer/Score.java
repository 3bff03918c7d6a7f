import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.Predictor.Prediction;
import io.headrace.model.ReasonOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scores one row by a model of the registry, in a program without Spark. */
public class Score {
    /** Arguments: the model file, whose name is its digest, and a value for each of its features; - for one that is missing. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String digest = file.getFileName().toString().replace(".json", "");
        // One predictor serves all threads; its rows() predict many rows on one.
        Predictor predictor = Predictor.of(ModelFile.read(Files.readAllBytes(file), digest));

        Object[] row = new Object[predictor.model().encoder().featureCount()];
        for (int feature = 0; feature < row.length; feature++) {
            row[feature] = value(arguments[feature + 1]);
        }
        Prediction found = predictor.predict(row, 3, ReasonOrder.STRONGEST);
        System.out.println("score " + found.score() + ", calibrated " + found.probability().orElse(found.score()));
        found.reasons()
                .forEach(reason -> System.out.println(reason.feature() + " = " + reason.value() + ": " + reason.contribution()));
    }

    private static Object value(String text) {
        if (text.equals("-")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return text;
        }
    }
}
