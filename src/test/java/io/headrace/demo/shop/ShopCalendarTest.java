package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShopCalendarTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    @Property(tries = 50)
    void mishapsFallOnDifferentDaysWhateverTheWeekday(@ForAll @IntRange(min = 0, max = 6) int shift) {
        ShopCalendar calendar = calendar(FIRST.plusDays(shift), 365);

        assertThat(weekday(calendar.lateFileDay())).isEqualTo(DayOfWeek.SATURDAY);
        assertThat(weekday(calendar.delayedDay())).isEqualTo(DayOfWeek.THURSDAY);
        List<Long> tradingDays =
                List.of(calendar.copiedDay(), calendar.delayedDay(), calendar.unitErrorDay(), calendar.channelDay());
        assertThat(tradingDays).doesNotHaveDuplicates().allMatch(ShopCalendar::isTrading);
    }

    @Test
    void nobodyShopsOnSaturdays() {
        ShopCalendar calendar = calendar(FIRST, 30);

        assertThat(calendar.tradingDays()).hasSize(26).noneMatch(day -> weekday(day) == DayOfWeek.SATURDAY);
        assertThat(calendar.footfall(FIRST.plusDays(3).toEpochDay())).isZero();
        assertThat(calendar.footfall(FIRST.plusDays(4).toEpochDay()))
                .isPositive()
                .isLessThan(calendar.footfall(FIRST.plusDays(5).toEpochDay()));
    }

    @Test
    void everyYearHasFiveCampaignsTheLastLongBeforeItsEnd() {
        assertThat(calendar(FIRST, 730).campaignDays())
                .extracting(day -> day - FIRST.toEpochDay())
                .containsExactly(60L, 120L, 180L, 240L, 300L, 425L, 485L, 545L, 605L, 665L);
    }

    @Test
    void truthIsToldEachWeekEachCampaignAndForTheLastTenRuns() {
        Set<Long> asOfs = calendar(FIRST, 100).asOfs();

        assertThat(asOfs)
                .extracting(day -> day - FIRST.toEpochDay())
                .containsExactly(
                        0L, 7L, 14L, 21L, 28L, 35L, 42L, 49L, 56L, 60L, 63L, 70L, 77L, 84L, 91L, 92L, 93L, 94L, 95L,
                        96L, 97L, 98L, 99L, 100L);
    }

    private static ShopCalendar calendar(LocalDate first, int days) {
        return new ShopCalendar(new RetailSettings(first, days, 1, 42));
    }

    private static DayOfWeek weekday(long day) {
        return LocalDate.ofEpochDay(day).getDayOfWeek();
    }
}
