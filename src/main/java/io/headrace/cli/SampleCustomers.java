package io.headrace.cli;

import java.util.Locale;
import java.util.Random;

/** The invented customers of a new project; the same on every machine. */
final class SampleCustomers {
    private static final int ROWS = 240;
    /** The last ones have no answer yet. */
    private static final int ANSWERED = 200;

    private static final String[] PLANS = {"basic", "family", "business"};
    private static final long SEED = 20260131;

    private SampleCustomers() {}

    /** A header line and a line for each customer. */
    static String csv() {
        Random dice = new Random(SEED);
        StringBuilder lines =
                new StringBuilder("customer_id,age,plan,months_as_customer,visits_per_month,complaints,left\n");
        for (int id = 1; id <= ROWS; id++) {
            lines.append(customer(id, dice));
        }
        return lines.toString();
    }

    /** Short contracts, few visits and complaints make customers leave. */
    private static String customer(int id, Random dice) {
        int age = 18 + dice.nextInt(60);
        String plan = PLANS[dice.nextInt(PLANS.length)];
        int months = 1 + dice.nextInt(72);
        double visits = dice.nextInt(81) / 10.0;
        int complaints = Math.max(0, dice.nextInt(6) - 2);
        double logit = 0.3 + 1.1 * complaints - 0.04 * months - 0.25 * visits;
        boolean left = dice.nextDouble() < 1 / (1 + Math.exp(-logit));
        String answer = id > ANSWERED ? "" : left ? "yes" : "no";
        return String.format(
                Locale.ROOT, "%d,%d,%s,%d,%.1f,%d,%s\n", id, age, plan, months, visits, complaints, answer);
    }
}
