"""Demonstration data, made by the real actions with the business dates of their time.

重庆市 2017 and 威海市 2023 are closed history: published facts of their plans and nothing more. 大渡口区 has its units.
演示市 and 演示区 are invented. Every person is invented and says so by the name “演示·…”.
"""
