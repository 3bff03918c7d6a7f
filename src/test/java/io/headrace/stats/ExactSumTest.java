package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Property
    void isTheExactSumRoundedOnce(@ForAll List<Double> numbers) {
        ExactSum sum = new ExactSum();
        numbers.forEach(sum::add);
        BigDecimal exact = numbers.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum.exact()).isEqualByComparingTo(exact);
        assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }

    @Property
    void ofSquaresToo(@ForAll List<Double> numbers) {
        ExactSum sum = new ExactSum();
        numbers.forEach(sum::addSquare);
        BigDecimal exact = numbers.stream()
                .map(number -> new BigDecimal(number).multiply(new BigDecimal(number)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }

    @Property
    void forgetsWhatIsTakenAway(@ForAll List<Double> stay, @ForAll List<Double> go) throws IOException {
        ExactSum sum = new ExactSum();
        go.forEach(sum::add);
        ExactSum rest = new ExactSum();
        stay.forEach(rest::add);
        sum.add(written(rest));
        go.forEach(sum::subtract);
        assertThat(sum.exact()).isEqualByComparingTo(rest.exact());
        sum.subtract(rest);
        assertThat(sum.value()).isZero();
    }

    @Property
    void expansionIsTheSameInEveryOrder(@ForAll List<Double> numbers, @ForAll Random random) {
        ExactSum sum = new ExactSum();
        numbers.forEach(sum::add);
        List<Double> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, random);
        ExactSum other = new ExactSum();
        shuffled.forEach(other::add);
        if (Double.isInfinite(sum.value())) {
            assertThat(sum.expansion()).isEmpty();
            assertThat(other.expansion()).isEmpty();
            return;
        }
        double[] expansion = sum.expansion().orElseThrow();
        assertThat(other.expansion().orElseThrow()).isEqualTo(expansion);
        assertThat(expansion.length == 0 ? 0 : expansion[0]).isEqualTo(sum.value());
        assertThat(DoubleStream.of(expansion).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum.exact());
    }

    @Test
    void expansionIsEmptyWhereDoublesCannotHoldTheSum() {
        ExactSum tiny = new ExactSum();
        tiny.addSquare(Double.MIN_VALUE);
        assertThat(tiny.expansion()).isEmpty();
        ExactSum infinite = new ExactSum();
        infinite.add(Double.POSITIVE_INFINITY);
        assertThat(infinite.expansion()).isEmpty();
    }

    private static ExactSum written(ExactSum sum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sum.write(new DataOutputStream(bytes));
        return ExactSum.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void tiesGoToTheEvenUnlessSomethingSmallerDecides() {
        double half = Math.ulp(1.0) / 2;
        assertThat(sum(1, half)).isEqualTo(1);
        assertThat(sum(1, half, 1e-300)).isEqualTo(1 + Math.ulp(1.0));
        assertThat(sum(1, half, -1e-300)).isEqualTo(1);
        assertThat(sum(1 + Math.ulp(1.0), half)).isEqualTo(1 + 2 * Math.ulp(1.0));
    }

    @Test
    void knowsNoOverflowOnTheWay() {
        assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE, 0.5))
                .isEqualTo(0.5);
        assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNoNumberCountsAsInPlainAddition() {
        assertThat(sum(1, Double.NaN)).isNaN();
        assertThat(sum(1, Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sum(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isNaN();
        ExactSum sum = new ExactSum();
        DoubleStream.of(Double.NaN, Double.NEGATIVE_INFINITY, 2).forEach(sum::add);
        sum.subtract(Double.NaN);
        assertThat(sum.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        sum.subtract(Double.NEGATIVE_INFINITY);
        assertThat(sum.value()).isEqualTo(2);
    }

    private static double sum(double... numbers) {
        ExactSum sum = new ExactSum();
        DoubleStream.of(numbers).forEach(sum::add);
        return sum.value();
    }
}
