package io.headrace.notice;

import io.headrace.spec.NoticeTarget.Body;
import java.util.Map;

/** Posts a notice. The header {@code Idempotency-Key} is the id of the notice: the same for each attempt, of any run. */
final class Webhook implements Courier {
    private final Post post;
    private final Body body;

    Webhook(Post post, Body body) {
        this.post = post;
        this.body = body;
    }

    @Override
    public Answer send(Notice notice) throws InterruptedException {
        return post.send(Map.of("Idempotency-Key", notice.id()), Bodies.of(body, notice));
    }
}
