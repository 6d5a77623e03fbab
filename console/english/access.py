"""English of Signing in and accounts."""

from __future__ import annotations

WORDS = {
    "로그인": "Sign in",
    "로그아웃": "Sign out",
    "이름": "Name",
    "비밀번호": "Password",
    "지금 비밀번호": "Current password",
    "새 비밀번호": "New password",
    "링크는 한 번만 쓸 수 있습니다. 다음부터 로그인할 비밀번호를 정하세요.": "The link works only once. Choose the password to sign in with from now on.",
    "10자 이상": "At least 10 characters",
    "바꾸기": "Change",
    "이름이나 비밀번호가 맞지 않습니다.": "The name or the password is wrong.",
    "이 링크는 쓸 수 없습니다(이미 썼거나 오래되었습니다).": "This link can't be used: it was used already, or is too old.",
    "시도가 너무 많습니다. 잠시 뒤에 다시 하세요.": "Too many attempts; wait a little.",
    "내 계정": "My account",
    "회사 계정으로 로그인": "Sign in with the company's account",
    "회사 로그인 서버에 연결할 수 없습니다. 잠시 뒤에 다시 하세요.": "The identity provider can't be reached; try again a little later.",
    "회사 로그인이 끝나지 않았습니다. 처음부터 다시 하세요.": "Signing in at the identity provider did not come to its end; begin again.",
}
