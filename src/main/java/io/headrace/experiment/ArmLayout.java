package io.headrace.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Arms on the line from 0 to 1: each arm but the first has a room of its own and holds the beginning of it; the first arm has all the
 * rest.
 *
 * <p>So a share that grows within its room only takes entities from the first arm: who is in the 5 % is in the 10 %, and no other arm
 * loses anybody. Rooms lie one after another in the order of the list. The last bit is decided by rounding down: a share is exact
 * to 2 to the power of −56.
 *
 * @param rest the arm that has whatever no other arm holds, the champion as a rule
 * @param slots the other arms
 */
public record ArmLayout(String rest, List<Slot> slots) {
    private static final BigDecimal PLACES = BigDecimal.valueOf(1L << EntityHash.BITS);

    /**
     * An arm's room and how much of it the arm holds.
     *
     * @param arm name
     * @param room the most that the arm will ever hold in this experiment, 0 to 1
     * @param share what it holds now, 0 to the room
     */
    public record Slot(String arm, BigDecimal room, BigDecimal share) {
        public Slot {
            requireName(arm);
            if (room.signum() < 0 || room.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException(
                        "the room of arm " + arm + " must lie between 0 and 1, found " + room.toPlainString());
            }
            if (share.signum() < 0 || share.compareTo(room) > 0) {
                throw new IllegalArgumentException("the share of arm " + arm + " must lie between 0 and its room, "
                        + room.toPlainString() + ", found " + share.toPlainString());
            }
        }

        private boolean isRoomOf(Slot other) {
            return arm.equals(other.arm) && room.compareTo(other.room) == 0;
        }
    }

    public ArmLayout {
        requireName(rest);
        slots = List.copyOf(slots);
        Set<String> names = new HashSet<>(Set.of(rest));
        BigDecimal rooms = BigDecimal.ZERO;
        for (Slot slot : slots) {
            if (!names.add(slot.arm)) {
                throw new IllegalArgumentException("arm " + slot.arm + " is named twice");
            }
            rooms = rooms.add(slot.room);
        }
        if (rooms.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("rooms must sum to 1 at most, found " + rooms.toPlainString());
        }
    }

    /**
     * Arms whose shares stay as they are.
     *
     * @param shares by arm, the first arm being the rest; they sum to exactly 1
     */
    public static ArmLayout fixed(Map<String, BigDecimal> shares) {
        BigDecimal sum = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            throw new IllegalArgumentException("shares of arms must sum to 1, found " + sum.toPlainString());
        }
        List<Slot> slots = new ArrayList<>();
        String rest = null;
        for (Map.Entry<String, BigDecimal> share : shares.entrySet()) {
            if (rest == null) {
                rest = share.getKey();
            } else {
                slots.add(new Slot(share.getKey(), share.getValue(), share.getValue()));
            }
        }
        return new ArmLayout(rest, slots);
    }

    /** The same arms, one of them with another share; its room must hold it. */
    public ArmLayout with(String arm, BigDecimal share) {
        if (slots.stream().noneMatch(slot -> slot.arm.equals(arm))) {
            throw new IllegalArgumentException(
                    "arm " + arm + " has no room of its own; there are " + shares().keySet());
        }
        return new ArmLayout(
                rest,
                slots.stream()
                        .map(slot -> slot.arm.equals(arm) ? new Slot(arm, slot.room, share) : slot)
                        .toList());
    }

    /** The share that each arm holds now, in order; exactly 1 together. */
    public Map<String, BigDecimal> shares() {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        shares.put(rest, BigDecimal.ONE);
        for (Slot slot : slots) {
            shares.merge(rest, slot.share, BigDecimal::subtract);
            shares.put(slot.arm, slot.share);
        }
        return shares;
    }

    /**
     * Why a running experiment may not go on with another layout; empty where it may: shares may move within their rooms, and nothing
     * else.
     */
    public Optional<String> refusalOf(ArmLayout later) {
        boolean isSame = rest.equals(later.rest)
                && slots.size() == later.slots.size()
                && IntStream.range(0, slots.size()).allMatch(i -> slots.get(i).isRoomOf(later.slots.get(i)));
        return isSame
                ? Optional.empty()
                : Optional.of("arms or rooms changed from " + this + " to " + later
                        + " while the experiment runs, which would move entities between arms: end it, or give the new"
                        + " arms an experiment of their own with a new name");
    }

    /** The first and the end place of each slot, in order. */
    long[][] ends() {
        long[][] ends = new long[slots.size()][];
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < ends.length; i++) {
            Slot slot = slots.get(i);
            ends[i] = new long[] {places(from), places(from.add(slot.share))};
            from = from.add(slot.room);
        }
        return ends;
    }

    /** How many places lie below a share. */
    static long places(BigDecimal share) {
        return share.multiply(PLACES).setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static void requireName(String arm) {
        if (arm == null || arm.isBlank()) {
            throw new IllegalArgumentException("an arm needs a name");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rest).append(" the rest");
        for (Slot slot : slots) {
            text.append(", ").append(slot.arm).append(' ').append(slot.share.toPlainString());
            if (slot.share.compareTo(slot.room) != 0) {
                text.append(" of ").append(slot.room.toPlainString());
            }
        }
        return text.toString();
    }
}
