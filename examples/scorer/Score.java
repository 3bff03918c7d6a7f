import io.headrace.model.Explanation;
import io.headrace.model.ModelFile;
import io.headrace.model.ReasonOrder;
import io.headrace.model.Scorer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scores one row by a model of the registry, in a program without Spark. */
public class Score {
    /** Arguments: the model file, whose name is its digest, and a value for each of its features; - for one that is missing. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String digest = file.getFileName().toString().replace(".json", "");
        ModelFile model = ModelFile.read(Files.readAllBytes(file), digest);
        Scorer scorer = model.model().scorer(); // one for each thread

        Object[] row = new Object[model.model().encoder().featureCount()];
        for (int feature = 0; feature < row.length; feature++) {
            row[feature] = value(arguments[feature + 1]);
        }
        Explanation found = scorer.explain(row);
        System.out.println("score " + found.score() + ", calibrated " + model.calibrator().calibrated(found.score()));
        found.topReasons(3, ReasonOrder.STRONGEST)
                .forEach(reason -> System.out.println(reason.feature() + " = " + reason.value() + ": " + reason.amount()));
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
