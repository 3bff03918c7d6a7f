package io.headrace.demo.shop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that was planted in the raw files, with its place and count; also written as {@code planted.json}.
 *
 * <p>A list of planted facts is empty where the run is too short to contain one. File names are relative to the landing
 * folder.
 *
 * @param settings the generator's settings
 * @param lastDay last day that has files
 * @param horizonDays a lapse is no order in so many days from as-of on
 * @param activeDays the model is about customers who ordered within so many days before as-of
 * @param customers customers in the customers files
 * @param customersWithoutBirthYear of them, those whose birth year is null
 * @param customersWithoutGender of them, those whose gender is null
 * @param invoices sum over all invoice files except the copied ones
 * @param copiedFiles files that arrived twice
 * @param lateFiles files with rows of an earlier day
 * @param unitErrors days on which all prices were a hundred times too large
 * @param addedColumns columns that were not there from the first file on
 * @param newCountries countries that turned up during the run, in the last quarter of its first year
 * @param priceDriftPerYear rise of all prices over 365 days as a share, growing day by day
 * @param campaigns campaigns held, in time order
 * @param files every invoice file except the copied ones, by name; written as {@code files.csv}
 */
public record RetailTruth(
        RetailSettings settings,
        LocalDate lastDay,
        int horizonDays,
        int activeDays,
        int customers,
        int customersWithoutBirthYear,
        int customersWithoutGender,
        InvoiceCounts invoices,
        List<CopiedFile> copiedFiles,
        List<LateFile> lateFiles,
        List<UnitError> unitErrors,
        List<AddedColumn> addedColumns,
        List<NewCountry> newCountries,
        double priceDriftPerYear,
        List<Campaign> campaigns,
        @JsonIgnore List<InvoiceFile> files) {
    /** Copies the lists. */
    public RetailTruth {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(lastDay, "lastDay");
        Objects.requireNonNull(invoices, "invoices");
        copiedFiles = List.copyOf(copiedFiles);
        lateFiles = List.copyOf(lateFiles);
        unitErrors = List.copyOf(unitErrors);
        addedColumns = List.copyOf(addedColumns);
        newCountries = List.copyOf(newCountries);
        campaigns = List.copyOf(campaigns);
        files = List.copyOf(files);
    }

    /** In which way a row is broken. A broken row is an extra, damaged copy of a good one that is there as well. */
    public enum BrokenRow {
        /** The description is missing: one field too few. */
        TOO_FEW_FIELDS,
        /** The description was cut in two: one field too many. */
        TOO_MANY_FIELDS,
        /** The quantity is a word. */
        QUANTITY,
        /** The unit price is {@code n/a}. */
        PRICE,
        /** The invoice date has month 13. */
        DATE
    }

    /**
     * How many rows there are of each kind, without header lines.
     *
     * @param rows all rows
     * @param brokenRows rows that cannot be read, by kind; every kind is a key
     * @param duplicateRows rows beyond the first of several fully equal ones in a file
     * @param cancelledRows rows of cancelled invoices, without broken and duplicate ones
     * @param rowsWithoutCustomer rows with an empty {@code CustomerID}, without broken and duplicate ones
     */
    public record InvoiceCounts(
            int rows,
            Map<BrokenRow, Integer> brokenRows,
            int duplicateRows,
            int cancelledRows,
            int rowsWithoutCustomer) {
        /** Copies the map in the order of the kinds. */
        public InvoiceCounts {
            Map<BrokenRow, Integer> byKind = new EnumMap<>(BrokenRow.class);
            for (BrokenRow kind : BrokenRow.values()) {
                byKind.put(kind, brokenRows.getOrDefault(kind, 0));
            }
            brokenRows = Collections.unmodifiableMap(byKind);
        }

        static InvoiceCounts none() {
            return new InvoiceCounts(0, Map.of(), 0, 0, 0);
        }

        InvoiceCounts plus(InvoiceCounts other) {
            Map<BrokenRow, Integer> broken = new EnumMap<>(brokenRows);
            other.brokenRows.forEach((kind, count) -> broken.merge(kind, count, Integer::sum));
            return new InvoiceCounts(
                    rows + other.rows,
                    broken,
                    duplicateRows + other.duplicateRows,
                    cancelledRows + other.cancelledRows,
                    rowsWithoutCustomer + other.rowsWithoutCustomer);
        }
    }

    /** An invoice file and what is in it. */
    public record InvoiceFile(String file, InvoiceCounts counts) {}

    /** A file that is there twice, byte for byte. */
    public record CopiedFile(String file, String copy, int rows) {}

    /**
     * A file that brings the rows of an earlier day, which that day's file lacks.
     *
     * @param file named after the day on which it arrived
     * @param invoiceDay the day of the invoices in it
     */
    public record LateFile(String file, LocalDate invoiceDay, int rows) {}

    /** A day whose unit prices are all given in pence instead of pounds. */
    public record UnitError(String file, LocalDate day, int factor, int rows) {}

    /** A column that all invoice files have, as their last one, from a day on. */
    public record AddedColumn(String column, LocalDate firstDay) {}

    /** A country without any row before its first day; rows without broken and duplicate ones. */
    public record NewCountry(String country, LocalDate firstDay, int rows) {}

    /**
     * A campaign among all customers who bought in the 90 days before it.
     *
     * <p>Gains are in pounds and true by construction: the expected margin, before cancellations, of the orders that the
     * vouchers bring within 30 days, minus the expected cost of all vouchers handed out.
     *
     * @param day campaign day; vouchers are valid for 30 days from it on
     * @param file the outcome, known 30 days later and written then; missing when the run ends before
     * @param customers customers in both arms
     * @param vouchers of them, those who got a voucher
     * @param holdoutShare share of the customers that is kept without one, at random
     * @param gainOfVouchersForAll expected gain if all had got a voucher; without any it is 0
     * @param gainOfVouchersForRiskiestThird expected gain if the third most likely to lapse had got one
     */
    public record Campaign(
            LocalDate day,
            String file,
            int customers,
            int vouchers,
            double holdoutShare,
            double gainOfVouchersForAll,
            double gainOfVouchersForRiskiestThird) {}
}
