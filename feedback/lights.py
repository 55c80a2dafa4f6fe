"""Lights 亮灯: green, yellow, red from a deadline. A question, never stored; what is paused has none."""

GREEN, YELLOW, RED = "green", "yellow", "red"
LIGHTS = {GREEN: "绿灯", YELLOW: "黄灯", RED: "红灯"}


def light(due_on, day, rules):
    """The light of a deadline on `day` by the `FeedbackRules`: red from `red_within` days before it on, yellow from `yellow_within`."""
    left = (due_on - day).days
    return RED if left <= rules.red_within else YELLOW if left <= rules.yellow_within else GREEN


def days_left(due_on, day):
    """In words: how many calendar days are left, or by how many the deadline is over."""
    left = (due_on - day).days
    return "今天到期" if left == 0 else f"还有 {left} 天" if left > 0 else f"已逾期 {-left} 天"
