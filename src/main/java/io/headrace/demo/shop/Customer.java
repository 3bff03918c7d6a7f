package io.headrace.demo.shop;

/**
 * One invented customer: what the shop knows, and what only the generator knows.
 *
 * @param id number that the files show, from 12001 on
 * @param joinedDay epoch day of joining
 * @param country where the invoices go
 * @param card what the customers file says
 * @param traits what drives the behaviour; no file shows it
 */
record Customer(long id, long joinedDay, String country, Card card, Traits traits) {
    /**
     * The entry of the customers file.
     *
     * @param birthYear four digits, or null where the customer did not say
     * @param gender F or M, or null where the customer did not say
     */
    record Card(String name, String email, Integer birthYear, String gender) {}

    /**
     * The latent traits, fixed for life.
     *
     * @param ownOdds odds of an order on a usual trading day at full interest and trust, above 0
     * @param linesPerOrder mean number of lines of an order, at least 1
     * @param cancelChance chance that an order disappoints and is partly cancelled, 0 to 1
     * @param persuasion sum of what a voucher adds to the daily odds over 30 days, at full interest
     */
    record Traits(double ownOdds, double linesPerOrder, double cancelChance, double persuasion) {}
}
