package io.headrace.demo.shop;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code customers/}: everybody known on the first day, then a file on each day on which somebody joins. */
final class CustomerFiles {
    private final ShopCalendar calendar;
    private final OutputFolder landing;
    private final ObjectMapper json = new ObjectMapper();

    CustomerFiles(ShopCalendar calendar, OutputFolder landing) {
        this.calendar = calendar;
        this.landing = landing;
    }

    @JsonPropertyOrder({"id", "name", "email", "birth_year", "gender", "joined"})
    private record Entry(
            long id,
            String name,
            String email,
            @JsonProperty("birth_year") Integer birthYear,
            String gender,
            String joined) {
        static Entry of(Customer customer) {
            Customer.Card card = customer.card();
            String joined = LocalDate.ofEpochDay(customer.joinedDay()).toString();
            return new Entry(customer.id(), card.name(), card.email(), card.birthYear(), card.gender(), joined);
        }
    }

    void write(List<Customer> customers) {
        Map<Long, List<Customer>> byDay = customers.stream()
                .collect(Collectors.groupingBy(
                        customer -> Math.max(calendar.first(), customer.joinedDay()),
                        TreeMap::new,
                        Collectors.toList()));
        byDay.forEach((day, joined) -> landing.add(name(day), lines(joined)));
    }

    private byte[] lines(List<Customer> customers) {
        return customers.stream()
                .map(Entry::of)
                .map(this::line)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private String line(Entry entry) {
        try {
            return json.writeValueAsString(entry) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
    }

    private static String name(long day) {
        return "customers/" + LocalDate.ofEpochDay(day) + ".jsonl";
    }
}
