package io.headrace.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.policy.Severity;
import io.headrace.spec.NoticeTarget.Body;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodiesTest {
    private static final String NASTY = "a \"b\" <!channel> & <https://x|y> *bold* `c` [d](e) \\ \n é \u2028 end";

    @Test
    void aProgramGetsEachFact() throws IOException {
        JsonNode body = body(Body.JSON, Notices.with("2026-01-02/drift/page", NASTY));
        assertThat(body.get("id").asText()).matches("[0-9a-f]{32}");
        assertThat(body.get("severity").asText()).isEqualTo("page");
        assertThat(body.get("text").asText()).isEqualTo(NASTY);
        assertThat(body.get("subjects").toString()).isEqualTo("[\"income\",\"age\"]");
        assertThat(body.size()).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void isOneLine(Body body) {
        assertThat(Bodies.of(body, Notices.with("a", NASTY))).doesNotContain("\n");
    }

    @Test
    void slackSeesNoLinkOrMention() throws IOException {
        JsonNode body = body(Body.SLACK, Notices.with("a", NASTY));
        assertThat(body.get("blocks")).hasSize(5);
        body.findValuesAsText("text")
                .forEach(text -> assertThat(text).doesNotContain("<", ">").doesNotContainPattern("&(?!amp;|lt;|gt;)"));
        assertThat(body.at("/blocks/0/text/text").asText()).isEqualTo("*Page: drift of lapse on 2026-01-02*");
        assertThat(body.at("/blocks/1/text/text").asText()).contains("&lt;!channel&gt; &amp; &lt;https://x|y&gt;");
        assertThat(body.at("/blocks/1/text/verbatim").asBoolean()).isTrue();
    }

    @Test
    void teamsGetsACardWithoutMarkdown() throws IOException {
        JsonNode card = body(Body.TEAMS, Notices.with("a", NASTY)).at("/attachments/0");
        assertThat(card.get("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(card.at("/content/type").asText()).isEqualTo("AdaptiveCard");
        assertThat(StreamSupport.stream(card.at("/content/body").spliterator(), false))
                .hasSize(5)
                .allMatch(block -> block.get("type").asText().equals("RichTextBlock"));
        assertThat(card.at("/content/body/1/inlines/0/text").asText()).isEqualTo(NASTY);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLACK", "TEAMS"})
    void longAlertsFit(Body body) throws IOException {
        Notice notice = new Notice(
                "1",
                "a",
                "job",
                "run",
                "2026-01-02",
                "lapse",
                "",
                "drift",
                Severity.TICKET,
                Collections.nCopies(1000, "<column>"),
                List.of(),
                List.of(),
                "\ud83d\ude00<".repeat(5000));
        String text = Bodies.of(body, notice);
        assertThat(text.length()).isLessThan(12_000);
        assertThat(text).contains("and 990 more", "Version none");
        body(body, notice).findValuesAsText("text").forEach(part -> {
            assertThat(part.length()).isLessThan(3000);
            assertThat(part.codePoints()).noneMatch(point -> point >= 0xd800 && point < 0xe000);
        });
    }

    private static JsonNode body(Body body, Notice notice) throws IOException {
        return new ObjectMapper().readTree(Bodies.of(body, notice));
    }
}
