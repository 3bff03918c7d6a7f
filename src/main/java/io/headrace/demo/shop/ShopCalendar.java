package io.headrace.demo.shop;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which day the shop trades, campaigns and has its mishaps.
 *
 * <p>Days are epoch days. Everything hangs on the distance from the first day and never on the length of the run, so a
 * longer run leaves the earlier days as they were.
 */
final class ShopCalendar {
    /** Days without an order that make a lapse. */
    static final int HORIZON_DAYS = 30;
    /** Whoever bought within so many days counts as active. */
    static final int ACTIVE_DAYS = 90;
    /** Days lived through before the first file, so that it meets customers with a past. */
    static final int BURN_IN_DAYS = 180;

    private static final int YEAR_DAYS = 365;
    private static final List<Integer> CAMPAIGN_OFFSETS = List.of(60, 120, 180, 240, 300);
    private static final int COPY_OFFSET = 40;
    private static final int LATE_OFFSET = 50;
    private static final int UNIT_ERROR_OFFSET = 150;
    private static final int CHANNEL_OFFSET = 185;
    private static final int NEW_COUNTRY_OFFSET = 275;
    private static final int LATE_BY_DAYS = 2;
    private static final int FINAL_AS_OFS = 10;
    private static final double SUNDAY_SHARE = 0.6;
    private static final double SEASON_SWING = 0.2;
    private static final double SEASON_PEAK_DAY = 330;

    private final long first;
    private final long end;
    private final double[] footfall;

    ShopCalendar(RetailSettings settings) {
        first = settings.firstDay().toEpochDay();
        end = first + settings.days();
        footfall = LongStream.range(first - BURN_IN_DAYS, end + HORIZON_DAYS)
                .mapToDouble(this::footfallOf)
                .toArray();
    }

    long first() {
        return first;
    }

    /** The day after the last one: the as-of of a run for the last day. */
    long end() {
        return end;
    }

    /** Days since the first one; negative before it. */
    int offset(long day) {
        return Math.toIntExact(day - first);
    }

    static boolean isTrading(long day) {
        return weekday(day) != 5;
    }

    static long tradingDayFrom(long day) {
        return isTrading(day) ? day : day + 1;
    }

    List<Long> tradingDays() {
        return LongStream.range(first, end)
                .filter(ShopCalendar::isTrading)
                .boxed()
                .toList();
    }

    /** How busy the shop is: about 1, more before Christmas, less on Sundays, 0 on Saturdays. */
    double footfall(long day) {
        return footfall[Math.toIntExact(day - first + BURN_IN_DAYS)];
    }

    boolean isCampaign(long day) {
        return day >= first && CAMPAIGN_OFFSETS.contains(Math.floorMod(offset(day), YEAR_DAYS));
    }

    /** Campaign days of the run, also those whose outcome it does not live to see. */
    List<Long> campaignDays() {
        return LongStream.range(first, end).filter(this::isCampaign).boxed().toList();
    }

    /** The days for which the truth is written: each week, each campaign, and each as-of of the last ten days. */
    Set<Long> asOfs() {
        Set<Long> asOfs = new TreeSet<>(campaignDays());
        IntStream.range(0, offset(end)).filter(offset -> offset % 7 == 0).forEach(offset -> asOfs.add(first + offset));
        LongStream.rangeClosed(Math.max(first, end - FINAL_AS_OFS + 1), end).forEach(asOfs::add);
        return asOfs;
    }

    /** The day whose file arrives twice. */
    long copiedDay() {
        return tradingDayFrom(first + COPY_OFFSET);
    }

    /** The Thursday whose second half arrives two days later, on a Saturday that has no file of its own. */
    long delayedDay() {
        return lateFileDay() - LATE_BY_DAYS;
    }

    long lateFileDay() {
        long day = first + LATE_OFFSET;
        while (isTrading(day)) {
            day++;
        }
        return day;
    }

    /** The day whose prices came in pence. */
    long unitErrorDay() {
        return tradingDayFrom(first + UNIT_ERROR_OFFSET);
    }

    boolean hasChannel(long day) {
        return day >= channelDay();
    }

    /** The first day whose files have the column {@code Channel}. */
    long channelDay() {
        return tradingDayFrom(first + CHANNEL_OFFSET);
    }

    /** From this day on customers of a new country may join. */
    long newCountryDay() {
        return first + NEW_COUNTRY_OFFSET;
    }

    /** Years since the first day, as a fraction. */
    double years(long day) {
        return offset(day) / (double) YEAR_DAYS;
    }

    private double footfallOf(long day) {
        if (!isTrading(day)) {
            return 0;
        }
        double phase = 2 * StrictMath.PI * (dayOfYear(day) - SEASON_PEAK_DAY) / YEAR_DAYS;
        double season = 1 + SEASON_SWING * StrictMath.cos(phase);
        return weekday(day) == 6 ? season * SUNDAY_SHARE : season;
    }

    private static int dayOfYear(long day) {
        return LocalDate.ofEpochDay(day).getDayOfYear();
    }

    /** Monday is 0, Sunday 6; epoch day 0 was a Thursday. */
    private static int weekday(long day) {
        return (int) Math.floorMod(day + 3, 7L);
    }
}
