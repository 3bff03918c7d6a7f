package io.headrace.policy;

import java.util.List;

/**
 * What a policy makes of a day.
 *
 * @param state what is kept for the next day
 * @param alerts in the order of their severity and kind
 */
public record Step(PolicyState state, List<Alert> alerts, Decision decision) {
    public Step {
        alerts = List.copyOf(alerts);
    }
}
