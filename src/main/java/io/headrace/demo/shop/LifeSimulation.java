package io.headrace.demo.shop;

import io.headrace.demo.shop.CustomerLife.Arm;
import io.headrace.demo.shop.CustomerLife.Offer;
import io.headrace.demo.shop.CustomerLife.Outlook;
import io.headrace.demo.shop.CustomerLife.Prospect;
import io.headrace.demo.shop.CustomerLife.Visit;
import io.headrace.demo.shop.Dice.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lives the life of each customer, day by day and independently of all others. */
final class LifeSimulation {
    private final long seed;
    private final ShopCalendar calendar;
    private final Behaviour behaviour;
    private final Set<Long> asOfs;

    LifeSimulation(RetailSettings settings, ShopCalendar calendar) {
        this.seed = settings.seed();
        this.calendar = calendar;
        this.behaviour = new Behaviour(calendar);
        this.asOfs = calendar.asOfs();
    }

    CustomerLife live(Customer customer) {
        return new Living(customer).toTheEnd();
    }

    /** One customer underway. */
    private final class Living {
        private final Customer customer;
        private final long born;
        private final List<Visit> visits = new ArrayList<>();
        private final List<Prospect> prospects = new ArrayList<>();
        private final List<Offer> offers = new ArrayList<>();
        private Mood mood;

        Living(Customer customer) {
            this.customer = customer;
            this.born = Math.max(customer.joinedDay(), calendar.first() - ShopCalendar.BURN_IN_DAYS);
            this.mood = Mood.ofNewcomer(born);
        }

        CustomerLife toTheEnd() {
            for (long day = born; day < calendar.end(); day++) {
                predict(day);
                takePartInCampaign(day);
                shop(day);
            }
            predict(calendar.end());
            return new CustomerLife(customer, visits, prospects, offers);
        }

        private void predict(long asOf) {
            if (asOfs.contains(asOf) && customer.joinedDay() < asOf) {
                prospects.add(new Prospect(asOf, behaviour.lapseProbability(customer, mood, asOf)));
            }
        }

        private void takePartInCampaign(long day) {
            if (!calendar.isCampaign(day) || !behaviour.isEligible(mood, day)) {
                return;
            }
            OrderForecast forecast = new OrderForecast(behaviour, customer, mood, day);
            Mood offered = mood.with(behaviour.offer(customer, mood, day));
            Arm arm = dice(Purpose.ARM, day).chance(Behaviour.HOLDOUT_SHARE) ? Arm.NONE : Arm.VOUCHER;
            offers.add(new Offer(day, arm, outlook(forecast, mood, day), outlook(forecast, offered, day), false));
            mood = arm == Arm.VOUCHER ? offered : mood;
        }

        private Outlook outlook(OrderForecast forecast, Mood then, long day) {
            return new Outlook(behaviour.decidedLapseProbability(customer, then, day), forecast.orders(then));
        }

        private void shop(long day) {
            if (!dice(Purpose.PURCHASE, day).chance(behaviour.orderProbability(customer, mood, day))) {
                return;
            }
            boolean disappointing =
                    dice(Purpose.CANCELLATION, day).chance(customer.traits().cancelChance());
            if (day >= calendar.first()) {
                visits.add(new Visit(day, disappointing));
            }
            if (mood.voucher().isValidOn(day) && dice(Purpose.REDEMPTION, day).chance(CampaignTerms.REDEEM_CHANCE)) {
                offers.set(offers.size() - 1, offers.get(offers.size() - 1).redeem());
            }
            mood = disappointing ? mood.afterBadOrder(day) : mood.afterGoodOrder(day);
        }

        private Dice dice(Purpose purpose, long day) {
            return Dice.of(seed, purpose, customer.id(), day);
        }
    }
}
