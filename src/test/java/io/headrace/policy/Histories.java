package io.headrace.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Days by chance. */
final class Histories {
    private Histories() {}

    /** So many days, of versions that change every ten. */
    static List<ObservedDay> random(SplittableRandom random, int length) {
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < length; day++) {
            Days.Builder builder = Days.day(day).labels(random.nextInt(60));
            for (String column : List.of("amount", "country", "age")) {
                int kind = random.nextInt(4);
                if (kind == 0) {
                    builder.unknown(column);
                } else if (kind == 1) {
                    builder.drifted(column);
                } else {
                    builder.quiet(column);
                }
            }
            builder.auc(Basis.REALISED, random.nextInt(3) == 0 ? 0.7 : 0.85);
            if (random.nextInt(5) == 0) {
                builder.changed("spec " + day);
            }
            if (random.nextInt(9) == 0) {
                builder.released("v1");
            }
            builder.champion(Days.champion("v" + (2 + day / 10), day / 10 * 10, "v1"));
            days.add(builder.build());
        }
        return days;
    }
}
