package io.headrace.notice;

import io.headrace.policy.Severity;
import io.headrace.run.Json;
import io.headrace.spec.NoticeTarget.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is posted of a notice. */
public final class Bodies {
    private static final int MOST = 10;
    /** Slack refuses a section of more than 3,000 characters, and an escape takes up to 5. */
    private static final int LONGEST = 500;

    private Bodies() {}

    /** The body, on one line. */
    public static String of(Body body, Notice notice) {
        return switch (body) {
            case JSON -> json(notice);
            case SLACK -> Json.write(slack(notice));
            case TEAMS -> Json.write(teams(notice));
        };
    }

    /** The notice as one object, its fields sorted. */
    static String json(Notice notice) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", notice.id());
        fields.put("alert", notice.alert());
        fields.put("job", notice.job());
        fields.put("run", notice.run());
        fields.put("day", notice.day());
        fields.put("model", notice.model());
        fields.put("version", notice.version());
        fields.put("kind", notice.kind());
        fields.put("severity", word(notice.severity()));
        fields.put("subjects", notice.subjects());
        fields.put("causes", notice.causes());
        fields.put("evidence", notice.evidence());
        fields.put("text", notice.text());
        return Json.write(fields);
    }

    private static Map<String, Object> slack(Notice notice) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        Stream.concat(
                        Stream.of("*" + escaped(title(notice)) + "*"),
                        details(notice).map(Bodies::escaped))
                .forEach(text -> blocks.add(
                        Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text, "verbatim", true))));
        return Map.of("text", escaped(title(notice) + ": " + shortened(notice.text())), "blocks", blocks);
    }

    /** The three characters by which texts of Slack become links, mentions and entities. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Runs of text take no Markdown, so that nothing has to be escaped. */
    private static Map<String, Object> teams(Notice notice) {
        List<Map<String, Object>> paragraphs = new ArrayList<>();
        paragraphs.add(
                paragraph(Map.of("type", "TextRun", "text", title(notice), "weight", "Bolder", "size", "Medium")));
        details(notice).forEach(text -> paragraphs.add(paragraph(Map.of("type", "TextRun", "text", text))));
        Map<String, Object> card = Map.of(
                "$schema",
                "http://adaptivecards.io/schemas/adaptive-card.json",
                "type",
                "AdaptiveCard",
                "version",
                "1.4",
                "fallbackText",
                title(notice),
                "body",
                paragraphs);
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    private static Map<String, Object> paragraph(Map<String, Object> run) {
        return Map.of("type", "RichTextBlock", "inlines", List.of(run));
    }

    private static String title(Notice notice) {
        return shortened((notice.severity() == Severity.PAGE ? "Page" : "Ticket") + ": " + notice.kind() + " of "
                + notice.model() + " on " + notice.day());
    }

    private static Stream<String> details(Notice notice) {
        return Stream.of(
                        notice.text(),
                        list("About", notice.subjects()),
                        list("Also changed", notice.causes()),
                        "Version " + (notice.version().isEmpty() ? "none" : notice.version()) + ", by " + notice.run())
                .filter(text -> !text.isEmpty())
                .map(Bodies::shortened);
    }

    private static String list(String word, List<String> values) {
        String more = values.size() <= MOST ? "" : " and " + (values.size() - MOST) + " more";
        return values.isEmpty()
                ? ""
                : word + ": " + values.stream().limit(MOST).collect(Collectors.joining(", ")) + more;
    }

    /** At most so many characters, none of them halved. */
    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
