package io.headrace.spec;

import io.headrace.policy.Severity;
import java.util.Objects;

/**
 * Whom a monitor job tells of alerts.
 *
 * @param name of its own in the job; what was delivered is known by it
 * @param from the least severity that is told
 * @param channel how
 */
public record NoticeTarget(String name, Severity from, Channel channel) {
    public NoticeTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(channel, "channel");
    }

    /** A way to tell. */
    public sealed interface Channel {
        /**
         * One POST for each alert.
         *
         * @param url where the address stands, which is a secret: whoever has it may post
         */
        record Webhook(Password url, Body body) implements Channel {
            public Webhook {
                Objects.requireNonNull(url, "url");
                Objects.requireNonNull(body, "body");
            }
        }

        /**
         * One line of JSON for each alert.
         *
         * @param path of the file below the exports folder
         */
        record Lines(String path) implements Channel {
            public Lines {
                Objects.requireNonNull(path, "path");
            }
        }
    }

    /** Who reads what is posted. */
    public enum Body {
        /** A program. */
        JSON,
        /** An incoming webhook of Slack. */
        SLACK,
        /** A workflow of Teams that posts cards. */
        TEAMS
    }
}
